//! How the files of the model and the net hold numbers. All is little-endian.

/// What half a byte is for nothing.
const ZERO: i8 = 8;

/// Numbers from -8 to 7, half a byte each, the lower half first.
pub fn halves(numbers: &[i8]) -> impl Iterator<Item = u8> {
    let half = |number: &i8| (number + ZERO) as u8;
    let pairs = numbers.chunks(2);
    pairs.map(move |pair| half(&pair[0]) | pair.get(1).map_or(0, half) << 4)
}

/// Takes `count` numbers of [`halves`] from the front of some bytes; `None` if they are too few.
pub fn take_halves(bytes: &mut &[u8], count: usize) -> Option<Vec<i8>> {
    let halves = bytes.split_off(..count.div_ceil(2))?;
    let halves = halves.iter().flat_map(|byte| [byte & 0xf, byte >> 4]);
    Some(halves.take(count).map(|half| half as i8 - ZERO).collect())
}

/// Ascending numbers: how far each stands behind the one before, seven bits a byte, of which the
/// highest says that it goes on (LEB128).
pub fn gaps(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut last = 0;
    for number in numbers {
        let mut gap = number - last;
        while gap > 0x7f {
            bytes.push(gap as u8 | 0x80);
            gap >>= 7;
        }
        bytes.push(gap as u8);
        last = number;
    }
    bytes
}

/// Takes `count` numbers of [`gaps`] from the front of some bytes; `None` if they are too few or a
/// number is too large.
pub fn take_gaps(bytes: &mut &[u8], count: usize) -> Option<Vec<u32>> {
    let mut last = 0_u32;
    let mut next = || {
        let (mut gap, mut shift) = (0, 0);
        loop {
            let byte = bytes.split_off_first()?;
            gap |= u32::from(byte & 0x7f).checked_shl(shift)?;
            shift += 7;
            if byte & 0x80 == 0 {
                last = last.checked_add(gap)?;
                return Some(last);
            }
        }
    };
    (0..count).map(|_| next()).collect()
}

/// Takes a 32-bit number from the front of some bytes.
pub fn take_count(bytes: &mut &[u8]) -> Option<usize> {
    take_four(bytes).map(|four| u32::from_le_bytes(four) as usize)
}

/// Takes a 32-bit float from the front of some bytes.
pub fn take_float(bytes: &mut &[u8]) -> Option<f32> {
    take_four(bytes).map(f32::from_le_bytes)
}

fn take_four(bytes: &mut &[u8]) -> Option<[u8; 4]> {
    let (four, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*four)
}

#[cfg(test)]
mod tests {
    use super::{gaps, halves, take_gaps, take_halves};

    #[test]
    fn what_is_written_is_read() {
        let numbers = [-7, 0, 7, 3, -1];
        let bytes: Vec<u8> = halves(&numbers).collect();
        assert_eq!(bytes.len(), 3);
        let mut rest = &bytes[..];
        assert_eq!(take_halves(&mut rest, 5), Some(numbers.to_vec()));
        assert!(rest.is_empty());
        let numbers = [0, 1, 128, 400, u32::MAX];
        let bytes = gaps(numbers);
        assert_eq!(take_gaps(&mut &bytes[..], 5), Some(numbers.to_vec()));
    }

    #[test]
    fn too_little_is_refused() {
        assert_eq!(take_halves(&mut &[0x88][..], 3), None);
        assert_eq!(take_gaps(&mut &[1, 0x80][..], 2), None);
        assert_eq!(take_gaps(&mut &[0xff; 9][..], 1), None);
    }
}
