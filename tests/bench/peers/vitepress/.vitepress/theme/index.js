// The default theme without its web font (Inter): no peer ships fonts.
export { default } from "vitepress/theme-without-fonts";
