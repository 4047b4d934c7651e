// Search on the screen: brought by the viewer when search is opened, or an article from its results. It asks the worker what
// the form says, and shows what the worker finds (crates/search/src/worker/main.rs says what they tell each other).
{
  const own = document.currentScript;
  const page = document.documentElement;
  const STEP = 10;
  // As long as a reader who types may take for the next letter, in milliseconds.
  const PAUSE = 120;

  const WORDS = {
    en: {
      hint: "Several words find the articles that have all of them; “words in quotation marks” find a phrase; a minus before a word leaves articles with it out.",
      none: "No article has this.",
      fewer: "Fewer or other words may find more.",
      everywhere: "Search in all languages",
      more: "More results",
      retry: "Try again",
      part: "A part of the index can’t be read, so articles may be missing here.",
      unreachable: "The index of the articles can’t be reached. When the connection is back, it is worth another try.",
      missing: "The index of the articles is not there. This is for the newsroom to mend.",
      torn: "The index of the articles came but can’t be read. A new try helps if it broke off on the way, or if the paper was just printed anew.",
      failed: "Search could not be started. Loading this page again may help.",
      choices: { section: "Section", tag: "Topic", year: "Year", in: "Language", by: "Order" },
      firsts: { section: "All", tag: "All", year: "All", in: "As it is written", by: "Best first" },
      all: "All languages",
      day: "Newest first",
      count: { one: "1 article", other: "# articles" },
    },
    zh: {
      hint: "输入多个词，查找同时包含这些词的文章；加“引号”查找整句；词前加减号，排除含有该词的文章。",
      none: "没有找到相关文章。",
      fewer: "减少或更换词语，也许能找到更多。",
      everywhere: "在所有语言中搜索",
      more: "更多结果",
      retry: "重试",
      part: "部分索引无法读取，结果可能不完整。",
      unreachable: "无法获取文章索引。网络恢复后请重试。",
      missing: "文章索引不存在，需由编辑部修复。",
      torn: "文章索引已收到，但无法读取。若传输中断或网站刚刚更新，重试即可。",
      failed: "搜索未能启动，请重新加载本页。",
      choices: { section: "栏目", tag: "话题", year: "年份", in: "语言", by: "排序" },
      firsts: { section: "全部", tag: "全部", year: "全部", in: "按输入文字", by: "按相关度" },
      all: "所有语言",
      day: "按日期",
      count: { other: "共#篇文章" },
    },
    ar: {
      hint: "عدة كلمات تجد المقالات التي تضمها كلها، و«الكلمات بين علامتي التنصيص» تجد العبارة كما هي، وعلامة الطرح قبل الكلمة تستبعد ما وردت فيه.",
      none: "لا مقال فيه هذا.",
      fewer: "قد تجد كلمات أقل أو غيرها المزيد.",
      everywhere: "البحث في كل اللغات",
      more: "المزيد من النتائج",
      retry: "إعادة المحاولة",
      part: "تعذرت قراءة جزء من الفهرس، وقد تنقص النتائج.",
      unreachable: "تعذر الوصول إلى فهرس المقالات. تنفع المحاولة من جديد حين يعود الاتصال.",
      missing: "فهرس المقالات غير موجود، وعلى التحرير إصلاح ذلك.",
      torn: "وصل فهرس المقالات لكنه لا يُقرأ. تنفع المحاولة من جديد إن انقطع في الطريق أو طُبعت الصحيفة للتو.",
      failed: "تعذر بدء البحث. قد تنفع إعادة تحميل الصفحة.",
      choices: { section: "القسم", tag: "الموضوع", year: "السنة", in: "اللغة", by: "الترتيب" },
      firsts: { section: "الكل", tag: "الكل", year: "الكل", in: "بحسب المكتوب", by: "الأنسب أولا" },
      all: "كل اللغات",
      day: "الأحدث أولا",
      count: { one: "مقال واحد", two: "مقالان", few: "# مقالات", other: "# مقالا" },
    },
  };
  const words = () => WORDS[page.lang.split("-")[0]] ?? WORDS.en;
  const root = () => new URL(".", document.baseURI).pathname;
  const byId = (id) => document.getElementById(id);

  /** An element with its attributes, without those that are undefined, and what stands in it. */
  const el = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== undefined));
    return element;
  };
  /** Texts, every other one marked. */
  const pieces = (texts) => texts.map((text, n) => (n % 2 ? el("mark", {}, text) : text));

  // What is on the screen, and the number of the question that it answers.
  let form, asked = 0, timer, nodes = [];
  // The result that gets the focus when more of them are there.
  let next;
  let worker, waiting;

  // The worker hears nothing before it says that it listens.
  const tell = (...message) => {
    if (waiting) return waiting.push(message);
    if (worker) return worker.postMessage(message);
    waiting = [message];
    worker = new Worker(own.src.replace(/_page\.js$/, "_loader.js"));
    worker.onmessage = ({ data: [kind, ...rest] }) => heard[kind]?.(...rest);
    // Not there, or broken down: the next try brings another.
    worker.onerror = () => {
      worker = waiting = undefined;
      if (byId("search-results")) show(words().failed);
    };
  };

  /** The languages of the paper: tag and name. */
  const languages = () => {
    const others = [...document.querySelectorAll(".languages a")].map((link) => [link.hreflang, link.textContent]);
    const name = new Intl.DisplayNames(page.lang, { type: "language" }).of(page.lang);
    return [[page.lang, name], ...others];
  };
  /** Its sections: id and name. */
  const sections = () =>
    [...document.querySelectorAll("nav.sections a")].map((link) => [decodeURIComponent(link.pathname.split("/").at(-2)), link.textContent]);
  /** The languages that a query is looked for in: chosen, or written in its script, else the page's own. */
  const meant = (query, chosen) => {
    const tags = languages().map(([tag]) => tag);
    if (chosen) return chosen === "all" ? tags : tags.filter((tag) => tag === chosen);
    const of = (...primary) => tags.filter((tag) => primary.includes(tag.split("-")[0]));
    let fitting = [];
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(query)) fitting = of("zh", "ja", "yue");
    else if (/\p{Script=Arabic}/u.test(query)) fitting = of("ar", "fa", "ur");
    return fitting.length && !fitting.includes(page.lang) ? fitting : [page.lang];
  };

  const said = () => {
    const all = [...new FormData(form)].filter(([, value]) => value);
    return new URLSearchParams(all);
  };

  // Asks what the form says, and has the address say it too, so that it can be come back to.
  const ask = () => {
    clearTimeout(timer);
    // The reader may be elsewhere by now.
    if (!form.isConnected || location.pathname !== new URL(form.action).pathname) return;
    const params = said();
    const get = (name) => params.get(name) ?? "";
    const text = `${params}` && `?${params}`;
    if (text !== location.search) history.replaceState(history.state, "", location.pathname + text);
    asked += 1;
    const shown = Number(get("n")) || STEP;
    tell("find", asked, root(), meant(get("q"), get("in")), get("q"), get("section"), get("tag"), get("year"), get("by") === "day", shown);
  };

  const choose = (name, options, wanted) => {
    const choice = ([value, text]) => el("option", { value, selected: value === wanted ? "" : undefined }, text);
    // What an address chose can be seen, even where no list offers it.
    if (wanted && !options.some(([value]) => value === wanted)) options.push([wanted, wanted]);
    if (!options.length) return undefined;
    return el("label", {}, el("span", {}, words().choices[name]), el("select", { name }, ...[["", words().firsts[name]], ...options].map(choice)));
  };

  const retry = () => el("button", { type: "button", "data-n": form.elements.n.value || STEP }, words().retry);
  const show = (state, ...nodes) => {
    byId("search-state").textContent = state;
    byId("search-results").replaceChildren(...nodes.filter((node) => node));
    dispatchEvent(new Event("searched"));
  };

  const heard = {
    ready() {
      const messages = waiting ?? [];
      waiting = undefined;
      messages.forEach((message) => worker.postMessage(message));
    },
    offers(number, tags, from, to) {
      if (number !== asked || !form?.isConnected) return;
      const params = new URLSearchParams(location.search);
      const years = [];
      for (let year = to; year >= from; year -= 1) years.push([`${year}`, `${year}`]);
      const offered = {
        section: sections(),
        tag: [...new Map(tags)],
        year: years,
        in: languages().length > 1 ? [...languages(), ["all", words().all]] : [],
        by: [["day", words().day]],
      };
      // Those on the screen stay while the same can be chosen.
      const choices = byId("search-choices");
      const key = JSON.stringify([page.lang, offered]);
      if (choices.dataset.key === key) return;
      choices.dataset.key = key;
      choices.replaceChildren(...Object.entries(offered).map(([name, options]) => choose(name, options, params.get(name))).filter(Boolean));
    },
    found(number, count, torn, cards) {
      if (number !== asked || !form?.isConnected) return;
      const params = said();
      const { hint, none, fewer, everywhere, more, part, count: counts } = words();
      if (!params.get("q") && !params.get("section") && !params.get("tag") && !params.get("year")) return show(hint);
      const note = torn && el("p", { class: "note", role: "alert" }, part, " ", retry());
      if (!count) {
        const wider = params.get("in") !== "all" && languages().length > 1;
        const link = wider && el("p", { class: "none" }, el("button", { type: "button", "data-in": "all" }, everywhere));
        return show(none, note, el("p", { class: "none" }, fewer), link);
      }
      const kind = new Intl.PluralRules(page.lang).select(count);
      const state = (counts[kind] ?? counts.other).replace("#", new Intl.NumberFormat(page.lang).format(count));
      const list = el("ol", {}, ...cards.map((card, n) => result(card, n, params.get("q"))));
      const rest = count > cards.length && el("button", { type: "button", "data-n": cards.length + STEP }, more);
      show(state, note, list, rest);
      list.children[next]?.querySelector("a").focus();
      next = undefined;
    },
    passage(number, n, texts) {
      if (number === asked) byId(`passage-${n}`)?.replaceChildren(...pieces(texts));
    },
    failed(number, kind) {
      if (number === asked && form?.isConnected) show("", el("div", { class: "notice", role: "alert" }, el("p", {}, words()[kind]), retry()));
    },
    marks(ends, bring) {
      let first;
      for (const [node, begin] of nodes) {
        const end = begin + node.length;
        // From the last on, so that the places before stay what they are.
        for (let n = ends.length - 2; n >= 0; n -= 2) {
          const [from, to] = [Math.max(ends[n], begin), Math.min(ends[n + 1], end)];
          if (from >= to) continue;
          const inside = node.splitText(from - begin);
          inside.splitText(to - from);
          const mark = el("mark", { class: "match" });
          inside.replaceWith(mark);
          mark.append(inside);
          if (n === 0) first ??= mark;
        }
      }
      if (bring) first?.scrollIntoView({ block: "center", behavior: "instant" });
    },
  };

  const result = ([language, id, title, day, section], n, query) => {
    const foreign = language === page.lang ? {} : { lang: language, dir: /^(ar|fa|he|ur)/.test(language) ? "rtl" : "ltr" };
    const href = `articles/${encodeURIComponent(id)}/${query ? `?q=${encodeURIComponent(query)}` : ""}`;
    const [, name] = sections().find(([id]) => id === section) ?? [];
    const locale = page.lang === "en" ? "en-GB" : page.lang;
    const written = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
    return el("li", { class: "summary", "data-article": id }, el("div", {},
      name && el("span", { class: "kicker" }, name),
      el("h2", {}, el("a", { href, ...foreign }, ...pieces(title))),
      el("p", { class: "passage", id: `passage-${n}`, ...foreign }, "\u00a0"),
      el("p", { class: "facts" }, el("time", { datetime: day }, written)),
    ));
  };

  const open = (shown) => {
    form = shown;
    const { q, n } = form.elements;
    const params = new URLSearchParams(location.search);
    // What was typed before the viewer came stays.
    if (params.has("q") || !q.value) q.value = params.get("q") ?? "";
    if (!params.has("q")) q.focus();
    n.value = params.get("n") ?? "";
    const choices = byId("search-choices");
    delete choices.dataset.key;
    // The choices of the address, until the index says what can be chosen.
    choices.replaceChildren(...Object.keys(words().choices).filter((name) => params.get(name)).map((name) => el("input", { type: "hidden", name, value: params.get(name) })));
    const typed = ({ isComposing }) => {
      // Letters on their way to a character are not looked for.
      if (isComposing) return;
      n.value = "";
      next = undefined;
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    };
    for (const event of ["input", "compositionend"]) form.addEventListener(event, typed);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask();
    });
    form.parentElement.querySelector(".found").addEventListener("click", ({ target: { dataset } }) => {
      if (dataset.n) {
        next = document.querySelectorAll(".results li").length;
        n.value = dataset.n;
      }
      if (dataset.in) form.elements.in.value = dataset.in;
      if (dataset.n || dataset.in) ask();
    });
    ask();
  };

  // The text of the article, a line for each block, with the place of each of its nodes.
  const gather = (from) => {
    let text = "";
    nodes = [];
    const walk = (parent) => {
      for (const child of parent.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          nodes.push([child, text.length]);
          text += child.data;
        } else if (child.nodeType === Node.ELEMENT_NODE) {
          walk(child);
          if (getComputedStyle(child).display !== "inline") text += "\n";
        }
      }
    };
    walk(from);
    return text;
  };

  const look = () => {
    const shown = document.querySelector("form.search");
    if (shown) return open(shown);
    // The picture above it is dressed as prose too.
    const prose = [...document.querySelectorAll(".article .prose")].at(-1);
    if (!prose) return;
    for (const mark of prose.querySelectorAll(".match")) mark.replaceWith(...mark.childNodes);
    prose.normalize();
    const query = new URLSearchParams(location.search).get("q");
    if (query) tell("mark", root(), prose.closest("[lang]").lang, query, gather(prose), !!own.dataset.new);
  };

  addEventListener("look", look);
  look();
}
