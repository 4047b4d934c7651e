//! `offprint import` of the folders of site generators: texts stay in their places, and can be printed.

use super::{import::Desk, *};

/// A picture of one pixel.
const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"></svg>";

/// Imports the folder `old` twice, and prints it. Returns what the first import has said.
fn import(desk: &Desk) -> String {
    let said = desk.import("old");
    let before = desk.files();
    desk.import("old");
    let after = desk.files();
    assert!(before.iter().all(|(name, (bytes, _))| after[name].0 == *bytes) && before.len() == after.len());
    desk.build();
    said
}

/// Returns an article of the edition.
fn article(desk: &Desk, id: &str) -> Value {
    desk.json(&format!("out/articles/{id}.json"))
}

#[test]
fn hugo_becomes_a_newspaper() {
    let desk = Desk::with(&[
        (
            "old/hugo.toml",
            "baseURL = 'https://old.example/'\ntitle = 'The harbour'\nlanguageCode = 'en-GB'\ntimeZone = 'Europe/Berlin'\n[permalinks]\nnotes = '/:year/:month/:slug/'\n",
        ),
        ("old/themes/x/README.md", "# A theme"),
        ("old/layouts/index.html", "{{ .Content }}"),
        ("old/static/img/a.svg", PICTURE),
        ("old/static/style.css", "p { color: red }"),
        ("old/content/_index.md", "---\ntitle: Home\n---\nWelcome"),
        ("old/content/about.md", "---\ntitle: About us\n---\nWe are three. See [the ferry](posts/ferry.md).\n"),
        ("old/content/posts/_index.md", "+++\ntitle = 'Posts & notes'\n+++\n"),
        (
            "old/content/posts/ferry.md",
            "---\nTitle: The first ferry\nDate: 2019-05-04T10:00:00+02:00\nTags: [ferries]\naliases: [/ferry/, first]\nweight: 10\nseries: [port]\n---\n\nIt was {{< youtube id=\"abc\" title=\"on time\" >}}.\n\n<!--more-->\n\n{{< figure src=\"/img/a.svg\" alt=\"A ferry\" caption=\"A *white* ferry\" >}}\n\nSee [the trip]({{< relref \"trip\" >}}#end), and {{% notice tip %}}mind the gap{{% /notice %}}.\n\n{{< highlight go \"linenos=table\" >}}\nfunc main() {}\n{{< /highlight >}}\n\n`{{</* youtube abc */>}}`\n\n> [!NOTE]\n> A note\n\n## Results {#results .wide}\n\n```\n{.kept}\n```\n",
        ),
        (
            "old/content/posts/trip/index.md",
            "+++\ntitle = 'The trip'\ndate = 2020-01-02\ndraft = false\n+++\n![Sea](sea.svg)\n\n## End\n",
        ),
        ("old/content/posts/trip/sea.svg", PICTURE),
        ("old/content/posts/trip/notes.md", "A resource"),
        ("old/content/posts/trip.zh.md", "---\ntitle: 旅行\ndate: 2020-01-02\n---\n你好\n"),
        ("old/content/notes/secret.md", "---\ntitle: Secret\ndate: 2020-01-03\ndraft: true\n---\nNot yet\n"),
        ("old/content/notes/short.md", "{\n\"title\": \"Short\", \"date\": \"2020-01-03\", \"slug\": \"brief\"\n}\n\nText\n"),
        ("old/content/notes/wrong.md", "---\ntitle: a: b: c\n---\nText\n"),
        ("old/content/notes/odd.md", "---\ntitle: Odd\ndate: 2020-02-03\nimage: [1, 2]\nsummary: {a: b}\n---\nText\n"),
    ]);
    let said = import(&desk);
    for line in [
        "6  articles",
        "1  pages",
        "shortcodes “notice”, which only Hugo understands; the text inside stays (content/posts/ferry.md)",
        "shortcodes “youtube”, now Markdown or HTML",
        "fields “weight”, which Offprint does not use, now in `extra`",
        "texts that cannot be read (content/notes/wrong.md:2",
        "the text of the front page, which Offprint makes itself",
        "files that are no picture, sound, film or document (content/posts/trip/notes.md, static/style.css)",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let ferry = desk.read("paper/posts/ferry.md");
    for part in [
        "id: ferry\ntitle: The first ferry\ndate: \"2019-05-04T10:00:00+02:00\"\n",
        "section: posts\n",
        "  - /posts/ferry/\n  - /ferry/\n  - /posts/first\n",
        "extra:\n  series:\n    - port\n  weight: \"10\"\n",
        "[on time](https://www.youtube.com/watch?v=abc)",
        "<figure><img src=\"/img/a.svg\" alt=\"A ferry\"><figcaption>A <em>white</em> ferry</figcaption></figure>",
        "[the trip](/posts/trip/index.md#end), and mind the gap.",
        "```go\nfunc main() {}\n```",
        "`{{< youtube abc >}}`",
        "> **Note**\n>\n> A note",
        "## Results {#results}",
        "{.kept}",
    ] {
        assert!(ferry.contains(part), "{part}\n{ferry}");
    }
    let site = desk.json("paper/site.json");
    assert_eq!(
        (&site["title"], &site["language"], &site["timezone"]),
        (&json!("The harbour"), &json!("en-GB"), &json!("Europe/Berlin"))
    );
    assert_eq!(site["languages"], json!(["en-GB", "zh"]));
    assert!(
        site["sections"]
            .as_array()
            .is_some_and(|sections| sections.contains(&json!({ "id": "posts", "title": "Posts & notes" })))
    );
    assert_eq!(article(&desk, "trip")["_offprint"]["translations"]["zh"], "trip-zh");
    assert!(article(&desk, "trip")["content_html"].as_str().is_some_and(|html| html.contains("<img src=")));
    assert!(desk.read("paper/notes/short.md").contains("/2020/01/brief/"));
    assert!(desk.read("paper/notes/secret.md").contains("draft: true"));
    assert!(desk.read("paper/pages/about.md").contains("[the ferry](/posts/ferry.md)"));
    assert!(desk.folder.path().join("out/posts/ferry/index.html").is_file());
}

#[test]
fn jekyll_becomes_a_newspaper() {
    let desk = Desk::with(&[
        (
            "old/_config.yml",
            "title: The harbour\nurl: https://old.example\ntimezone: Asia/Shanghai\ndefaults:\n  - scope: { path: '', type: posts }\n    values: { author: Lin Yao, layout: post }\n",
        ),
        ("old/README.md", "# Not an article"),
        ("old/_layouts/post.html", "{{ content }}"),
        ("old/index.html", "---\nlayout: home\n---\n"),
        ("old/about.md", "---\ntitle: About us\npermalink: /about/\n---\nWe are three.\n"),
        ("old/assets/a.svg", PICTURE),
        (
            "old/_posts/2019-05-04-first-ferry.md",
            "---\nlayout: post\ntitle: The first ferry\ndate: 2019-05-04 10:00:00 +0800\ncategories: port ships\ntags: a b\nexcerpt: On time.\n---\n\nSee [the next]({% post_url 2019-05-05-second %}) and ![A ferry]({{ '/assets/a.svg' | relative_url }}).\n{: .wide}\n\n* Contents\n{:toc}\n\n## Part\n{: #part}\n\n{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}\n\n{% raw %}{{ x }}{% endraw %}{% comment %}hidden{% endcomment %}\n\n{% include share.html %}{{ site.time }}\n",
        ),
        ("old/_posts/2019-05-05-second.html", "---\ntitle: The second\n---\n<p>Also on time. {{ page.title }}</p>\n"),
        ("old/_posts/2019-05-06-hidden.md", "---\npublished: false\n---\nText\n"),
        ("old/_drafts/later.md", "---\ntitle: Later\n---\nText\n"),
    ]);
    let said = import(&desk);
    for line in [
        "4  articles",
        "1  pages",
        "{% include %}, which only Liquid understands",
        "variables of Liquid without a value (_posts/2019-05-04-first-ferry.md: {{ site.time }})",
        "drafts, which stay drafts (_drafts/later.md)",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let ferry = desk.read("paper/posts/2019-05-04-first-ferry.md");
    for part in [
        "title: The first ferry\ndate: \"2019-05-04 10:00:00 +0800\"\n",
        "summary: On time.\nsection: port\ntags:\n  - a\n  - b\n  - ships\n",
        "authors:\n  - name: Lin Yao\n",
        "/port/ships/2019/05/04/first-ferry.html",
        "[the next](/posts/2019-05-05-second.json) and ![A ferry](/assets/a.svg).\n",
        "## Part {#part}",
        "```ruby\nputs 1\n```",
        "{{ x }}\n",
    ] {
        assert!(ferry.contains(part), "{part}\n{ferry}");
    }
    assert!(!ferry.contains("toc") && !ferry.contains("hidden") && !ferry.contains(".wide"), "{ferry}");
    let second = desk.json("paper/posts/2019-05-05-second.json");
    assert_eq!(
        (&second["content_html"], &second["date_published"]),
        (&json!("<p>Also on time. The second</p>\n"), &json!("2019-05-05"))
    );
    assert!(desk.read("paper/posts/2019-05-06-hidden.md").contains("draft: true"));
    assert!(desk.folder.path().join("out/port/ships/2019/05/04/first-ferry.html").is_file());
    assert_eq!(article(&desk, "first-ferry")["date_published"], "2019-05-04T10:00:00+08:00");
}

#[test]
fn zola_becomes_a_newspaper() {
    let desk = Desk::with(&[
        ("old/config.toml", "base_url = 'https://old.example'\ntitle = 'The harbour'\ndefault_language = 'en'\n"),
        ("old/content/_index.md", "+++\nsort_by = 'date'\n+++\n"),
        ("old/content/blog/_index.md", "+++\ntitle = 'The blog'\n+++\n"),
        (
            "old/content/blog/2019-05-04_first-ferry.md",
            "+++\ntitle = \"The first ferry\"\ndescription = \"On time.\"\naliases = [\"old/ferry\"]\n[taxonomies]\ntags = [\"ferries\"]\ncategories = [\"port\"]\n[extra]\nauthor = \"Lin Yao\"\nmath = true\n+++\n\nSee [the trip](@/blog/trip/index.md#end). {{ youtube(id=\"abc\") }}\n\n{% quote(author=\"Lin\") %}\nMind the gap.\n{% end %}\n\n{% callout(kind=\"x\") %}Inside{% end %}\n\n<!-- more -->\n\n```rust,linenos\nfn main() {}\n```\n",
        ),
        (
            "old/content/blog/trip/index.md",
            "+++\ntitle = 'The trip'\ndate = 2020-01-02T08:00:00Z\n+++\n![Sea](sea.svg)\n\n## End\n",
        ),
        ("old/content/blog/trip/sea.svg", PICTURE),
        ("old/content/about.md", "+++\ntitle = 'About us'\n+++\nWe are three.\n"),
    ]);
    let said = import(&desk);
    assert!(said.contains("shortcodes “callout”, which only Zola understands; the text inside stays"), "{said}");
    let ferry = desk.read("paper/blog/2019-05-04_first-ferry.md");
    for part in [
        "id: first-ferry\ntitle: The first ferry\ndate: 2019-05-04\nsummary: On time.\nsection: blog\n",
        "  - ferries\n  - port\n",
        "authors:\n  - name: Lin Yao\n",
        "  - /blog/first-ferry/\n  - /old/ferry\n",
        "extra:\n  math: true\n",
        "[the trip](/blog/trip/index.md#end). [YouTube](https://www.youtube.com/watch?v=abc)",
        "> Mind the gap.\n>\n> — Lin",
        "\nInside\n",
    ] {
        assert!(ferry.contains(part), "{part}\n{ferry}");
    }
    assert_eq!(desk.json("paper/site.json")["sections"], json!([{ "id": "blog", "title": "The blog" }]));
    assert!(desk.read("paper/pages/about.md").contains("We are three."));
    assert!(article(&desk, "trip")["content_html"].as_str().is_some_and(|html| html.contains("<img src=")));
}

#[test]
fn eleventy_becomes_a_newspaper() {
    let desk = Desk::with(&[
        (
            "old/eleventy.config.js",
            "module.exports = (c) => { c.addPassthroughCopy('src/img'); return { dir: { input: 'src' } } };",
        ),
        ("old/package.json", "{}"),
        ("old/src/_data/site.json", "{ \"title\": \"The harbour\", \"url\": \"https://old.example\", \"lang\": \"en\" }"),
        ("old/src/_includes/base.njk", "{{ content }}"),
        ("old/src/index.njk", "front"),
        ("old/src/about.md", "---\ntitle: About us\npermalink: /about-us/\n---\nWe are three.\n"),
        ("old/src/img/a.svg", PICTURE),
        ("old/src/posts/posts.json", "{ \"tags\": \"posts\", \"layout\": \"post.njk\", \"author\": \"Lin Yao\" }"),
        (
            "old/src/posts/2019-05-04-first-ferry.md",
            "---\ntitle: The first ferry\ntags: [posts, ferries]\n---\n![A ferry](/img/a.svg) {{ title }} {% image './a.png', 'A boat' %}\n",
        ),
        ("old/src/posts/loose.md", "---\ntitle: Loose\ndate: Last Modified\npermalink: false\n---\nText\n"),
    ]);
    let said = import(&desk);
    assert!(said.contains("2  articles") && said.contains("1  pages"), "{said}");
    let ferry = desk.read("paper/posts/2019-05-04-first-ferry.md");
    for part in [
        "date: 2019-05-04\n",
        "tags:\n  - ferries\n",
        "  - name: Lin Yao\n",
        "  - /posts/first-ferry/\n",
        "![A ferry](/img/a.svg) The first ferry ![A boat](./a.png)",
    ] {
        assert!(ferry.contains(part), "{part}\n{ferry}");
    }
    assert!(desk.read("paper/pages/about.md").contains("/about-us/"));
    assert!(desk.read("paper/posts/loose.md").contains("draft: true"));
}

#[test]
fn docusaurus_becomes_a_newspaper() {
    let desk = Desk::with(&[
        (
            "old/docusaurus.config.js",
            "const config = { title: 'The harbour', tagline: 'News', url: 'https://old.example', baseUrl: '/', i18n: { defaultLocale: 'en' } };",
        ),
        ("old/static/img/a.svg", PICTURE),
        ("old/blog/authors.yml", "lin:\n  name: Lin Yao\n  url: https://lin.example\n"),
        (
            "old/blog/2021-05-28-ferry/index.md",
            "---\ntitle: The first ferry\nauthors: [lin]\ntags: [{ label: Ferries, permalink: /f }]\n---\n\nShort.\n\n<!-- truncate -->\n\n![A](@site/static/img/a.svg) and ![B](./b.svg)\n\nSee [docs](../../docs/01-start.mdx#more).\n",
        ),
        ("old/blog/2021-05-28-ferry/b.svg", PICTURE),
        (
            "old/docs/01-start.mdx",
            "---\nsidebar_position: 1\nlast_update: { date: 2021-06-01 }\n---\nimport Tabs from '@theme/Tabs';\n\n# Getting started {#top}\n\n:::tip[Mind the gap]\n\nText\n\n:::\n\n<Tabs>\n<TabItem value=\"a\" label=\"Linux\">\n\nOne\n\n</TabItem>\n</Tabs>\n\n<Chart data={x} />\n\n## More\n",
        ),
        ("old/docs/_partial.md", "x"),
        (
            "old/i18n/fr/docusaurus-plugin-content-docs/current/01-start.mdx",
            "---\ndescription: d\nlast_update: { date: 2021-06-01 }\n---\n# Commencer\n\nTexte\n",
        ),
        ("old/src/pages/about.md", "# About us\n\nWe are three.\n"),
    ]);
    let said = import(&desk);
    assert!(said.contains("components <Chart>, which only Docusaurus understands"), "{said}");
    let start = desk.read("paper/docs/01-start.md");
    for part in
        ["title: Getting started\ndate: 2021-06-01\n", "> **Mind the gap**\n>\n> Text\n", "**Linux**\n\n", "  - /docs/start\n"]
    {
        assert!(start.replace(">\n>\n", ">\n").contains(part), "{part}\n{start}");
    }
    assert!(!start.contains("import") && !start.contains("# Getting"), "{start}");
    let ferry = desk.read("paper/blog/2021-05-28-ferry/index.md");
    for part in [
        "date: 2021-05-28\n",
        "  - name: Lin Yao\n    url: \"https://lin.example\"\n",
        "tags:\n  - Ferries\n",
        "  - /blog/2021/05/28/ferry\n",
        "![A](/img/a.svg) and ![B](./b.svg)",
        "[docs](/docs/01-start.md#more)",
    ] {
        assert!(ferry.contains(part), "{part}\n{ferry}");
    }
    assert_eq!(article(&desk, "start")["_offprint"]["translations"]["fr"], "start-fr");
    assert!(desk.read("paper/pages/about.md").contains("title: About us"));
}

#[test]
fn obsidian_becomes_a_newspaper() {
    let desk = Desk::with(&[
        ("old/.obsidian/app.json", "{}"),
        ("old/Templates/note.md", "{{title}}"),
        ("old/Files/white ferry.svg", PICTURE),
        (
            "old/Port/First ferry.md",
            "---\ntags: ferries, port\naliases: [Ferry one]\ncreated: 2019-05-04\n---\nSee [[The trip|the trip]], [[The trip#The end]], [[Nowhere]] and [[Ferry one]]. #spring %%hidden%% ==marked==\n\n![[white ferry.svg|300]]\n\n> [!warning]- Ice\n> Mind it.\n\n- [ ] a task ^block\n\n`[[code]]`\n\n```dataview\nlist\n```\n",
        ),
        ("old/Port/The trip.md", "## The end\n\nText with ![[First ferry]]\n"),
    ]);
    let said = import(&desk);
    for line in [
        "2  articles",
        "links to notes that are not there, now text (Port/First ferry.md: Nowhere)",
        "articles without a date, which have that of their file (Port/The trip.md)",
        "lists that a plugin of Obsidian makes",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let ferry = desk.read("paper/Port/First ferry.md");
    for part in [
        "id: first-ferry\ntitle: First ferry\ndate: 2019-05-04\nsection: port\ntags:\n  - ferries\n  - port\n  - spring\n",
        "[the trip](/Port/The%20trip.md), [The trip > The end](/Port/The%20trip.md#the-end), Nowhere and [Ferry one](/Port/First%20ferry.md).",
        "<mark>marked</mark>",
        "![](/Files/white%20ferry.svg)",
        "> **Ice**\n>\n> Mind it.",
        "- ☐ a task\n",
        "`[[code]]`",
    ] {
        assert!(ferry.contains(part), "{part}\n{ferry}");
    }
    assert!(!ferry.contains("hidden") && !ferry.contains("dataview"), "{ferry}");
    assert!(
        article(&desk, "first-ferry")["content_html"].as_str().is_some_and(|html| html.contains("href=\"articles/the-trip/"))
    );
}

#[test]
fn an_unknown_folder_is_a_sentence() {
    let desk = Desk::with(&[("old/a.md", "text")]);
    let (code, said) = desk.run(&["import", "old", "--to", "paper"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("is not the folder of a site that can be imported") && said.lines().count() == 1, "{said}");
    assert!(!desk.folder.path().join("paper").exists());
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_folder_is_read() {
    let desk = Desk::with(&[("secret.svg", PICTURE), ("old/_posts/2019-05-04-a.md", "![x](../../secret.svg) ![y](/link.svg)\n")]);
    std::os::unix::fs::symlink(desk.folder.path().join("secret.svg"), desk.folder.path().join("old/link.svg")).expect("a link");
    let said = desk.import("old");
    assert!(said.contains("links to other files and folders"), "{said}");
    assert!(desk.files().keys().all(|name| !name.contains("svg")), "{said}");
}

#[test]
fn what_a_site_has_hidden_stays_hidden() {
    let desk = Desk::with(&[
        ("old/hugo.toml", "title = 'T'\n"),
        ("old/content/secret/_index.md", "---\ntitle: S\ncascade:\n  build: { render: never }\n---\n"),
        ("old/content/secret/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nx\n"),
        ("old/content/posts/b.md", "---\ntitle: B\ndate: 2020-01-01\ndraft: 'true'\n---\nx\n"),
        ("old/content/posts/c.md", "---\ntitle: C\ndate: 2020-01-01\npublishDate: 2999-01-01\n---\nx\n"),
        ("old/content/posts/d.md", "---\ntitle: D\ndate: 2020-01-01\nunpublishdate: 2021-01-01\n---\nx\n"),
        ("old/content/posts/e.md", "---js\n{ draft: true }\n---\nx\n"),
        ("old/content/posts/f.md", "---\ntitle: F\ndate: 2020-01-01\ndraft: perhaps\n---\nx\n"),
        ("old/content/themes/g.md", "---\ntitle: G\nlastmod: 2020-01-01\n---\nx\n"),
    ]);
    let said = import(&desk);
    assert!(said.contains("posts/e.md:1: error: the front matter is js, which is not read"), "{said}");
    assert!(desk.build().contains("1 article,"));
    assert_eq!(article(&desk, "g")["date_published"], "2020-01-01T00:00:00Z");

    let desk = Desk::with(&[
        ("old/_config.yml", "title: T\nexclude: [internal]\ncollections: { notes: {}, docs: { output: true } }\n"),
        ("old/internal/a.md", "---\ntitle: A\n---\nx\n"),
        ("old/_notes/b.md", "---\ntitle: B\ndate: 2020-01-01\n---\nx\n"),
        ("old/_docs/c.md", "---\ntitle: C\ndate: 2020-01-01\n---\nx\n"),
    ]);
    let said = import(&desk);
    assert!(said.contains("files that the settings exclude (internal/a.md)"), "{said}");
    assert!(said.contains("texts of collections that were not published, now drafts (_notes/b.md)"), "{said}");
    assert!(desk.build().contains("1 article,"));
}

#[test]
fn text_that_looks_like_markup_stays() {
    let text = "Sums $\\sum_{i=1}^{n}$, `/users/{id=5}`, ${VAR=x} and `<!--more-->`.\n\nIntro. <!--more-->\n- one\n\n```\nseparator: <!--more-->\n```\n\n- [1] Smith\n\n## getset(key) {block}\n";
    let desk = Desk::with(&[
        ("old/hugo.toml", "title = 'T'\n"),
        ("old/content/posts/a.md", &format!("---\ntitle: A\ndate: 2020-01-01\n---\n{text}")),
    ]);
    import(&desk);
    let read = desk.read("paper/posts/a.md");
    assert!(read.ends_with(&text.replace("Intro. <!--more-->", "Intro. ")), "{read}");
}
