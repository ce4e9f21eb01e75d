// What esbuild makes of a style sheet that a module imports: its text.
declare module '*.css' {
  const text: string;
  export default text;
}
