// The default theme without its web font (Inter), as no peer ships fonts, with the headline of an article above its text.
import DefaultTheme from "vitepress/theme-without-fonts";

import Layout from "./Layout.vue";

export default { extends: DefaultTheme, Layout };
