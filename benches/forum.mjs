// Generated forum pages for the benchmark.

/** The five texts of a post. */
const HONEST = [
  ['周末展会引导员，招六人', '周六周日两天，每天一百六，管一顿午饭，收工当场结清，', '普通话清楚', '，站得住就行', '会展小李 5 分钟前'],
  ['初二数学家教', '每周两个晚上，八十元一小时，家在地铁四号线旁边，来去方便，', '师范专业优先', '，可以先来试讲一次', '林妈妈 12 分钟前'],
  ['奶茶店招晚班', '傍晚五点到十点，一小时二十一元，不会可以现学，老员工带，', '健康证不急', '，我们带你去办', '半糖店长 26 分钟前'],
  ['驿站快递分拣', '早上七点到九点，一次四十元，月底一起发，就在学校东门外面，', '离宿舍很近', '，走路只要五分钟', '东门驿站 1 小时前'],
  ['求高数的课堂笔记', '下周就要考试了，上课的时候没有听懂，谁的笔记能借我看看，', '请你喝奶茶', '，图书馆二楼当面还', '挂科边缘人 2 小时前'],
];
const OFFERS = [
  ['宅家小兼职', '长期收微信小号，一天六十元，不要密码，', '扫码登录就行', '，做完就结', '小鹿好运来 3 分钟前'],
  ['闲置号别浪费', '出租闲置QQ号，按周给钱，一周三百块，', '安全不封号', '，老号优先', '星河不打烊 9 分钟前'],
  ['现金收号', '高价回收支付宝账号，一个一百块，当面付，', '长期有效', '，私聊我', '蓝胖子 30 分钟前'],
];

/** What a plain content script would look for. */
export const WORDS =
  '微信号|微信小号|QQ号|小号|支付宝|收号|租号|出租|出借|回收|高价|长期收|扫码|登录|日结|兼职|密码|封号|辅助|解封|账号|实名|接单|跑分|收款码|卡商|银行卡|手机卡|私聊|滴滴我';

/**
 * A page with so many text nodes and, spread over it, so many offers.
 *
 * @param {number} nodes
 * @param {number} offers
 */
export function forum(nodes, offers) {
  const count = Math.ceil(nodes / HONEST[0].length);
  const places = new Map(Array.from({ length: offers }, (_, at) => [Math.floor(((at + 0.5) / offers) * count), at]));
  const posts = Array.from({ length: count }, (_, at) => {
    const offer = places.get(at);
    const [title, text, bold, rest, about] =
      offer === undefined ? HONEST[at % HONEST.length] : OFFERS[offer % OFFERS.length];
    return `<div class="post"><h3>${title}</h3><p>${text}<b>${bold}</b>${rest}</p><span>${about}</span></div>`;
  });
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>同城兼职</title></head><body>${posts.join('')}</body></html>`;
}
