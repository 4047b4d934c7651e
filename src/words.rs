//! What the interface says, in each language that it speaks.

use edition::{Language, Role};

use crate::{fetch::FetchError, intl};

/// The words of the interface in one language.
#[derive(Debug)]
pub struct Words {
    /// The language, as BCP 47 writes it.
    pub language: &'static str,
    /// The language's name for itself.
    pub name: &'static str,
    /// The skip link.
    pub skip: &'static str,
    /// Names of landmarks, for those who hear the page.
    pub languages: &'static str,
    /// The page to search from, and what its button does.
    pub search: &'static str,
    /// Said there to those whose browser runs no scripts.
    #[cfg(not(feature = "browser"))]
    pub search_scripts: &'static str,
    /// The navigation by section.
    pub sections: &'static str,
    /// The switch to the dark theme.
    pub dark: &'static str,
    /// The switch to the light theme.
    pub light: &'static str,
    /// The band of the front page after the lead.
    pub also: &'static str,
    /// The band of the front page for the rest.
    pub latest: &'static str,
    /// The front page, as a place to go.
    pub front_page: &'static str,
    /// All articles in the order of their days.
    pub archive: &'static str,
    /// A label before a source, with the mark that follows it.
    pub source: &'static str,
    /// The way back to the list.
    pub return_to_list: &'static str,
    /// The article before this one in the list.
    pub previous: &'static str,
    /// The article after this one in the list.
    pub next: &'static str,
    /// The name of the navigation between articles of a list.
    pub neighbours: &'static str,
    /// The part of a list with later days.
    pub newer: &'static str,
    /// The part of a list with earlier days.
    pub older: &'static str,
    /// The name of the navigation between parts of a list.
    pub days: &'static str,
    /// A mark on what the reader has read.
    pub read: &'static str,
    /// The heading of footnotes.
    pub notes: &'static str,
    /// The way back from a footnote.
    pub back_to_text: &'static str,
    /// The name of a table that has no caption.
    pub table: &'static str,
    /// The name of a block of code.
    pub code: &'static str,
    /// The heading of corrections.
    pub corrections: &'static str,
    /// The name of the line of tags.
    pub tags: &'static str,
    /// The label before translations.
    pub translations: &'static str,
    /// The label of the special statement, with the mark that follows it.
    pub statement: &'static str,
    /// The heading of recommended reading.
    pub recommended: &'static str,
    /// The button that shows other recommendations.
    pub change: &'static str,
    /// What orders the recommendations, while the reader's reading does.
    pub ordered: &'static str,
    /// The button that leaves their order to the paper.
    pub by_paper: &'static str,
    /// The button that has them ordered by reading.
    pub by_reading: &'static str,
    /// The button that forgets what was read.
    pub forget: &'static str,
    /// Said when it has.
    pub forgotten: &'static str,
    /// Said where recommendations can't be read.
    pub no_recommended: &'static str,
    /// The headings of the colophon.
    pub links: &'static str,
    /// Mailbox and telephone.
    pub contact: &'static str,
    /// Copyright and licences.
    pub rights: &'static str,
    /// Why a card is recommended.
    pub picked: &'static str,
    /// The same.
    pub alike: &'static str,
    /// The same.
    pub same_section: &'static str,
    /// The same.
    pub same_author: &'static str,
    /// The same.
    pub new: &'static str,
    /// Said while something is fetched.
    pub loading: &'static str,
    /// Said while it takes long.
    pub still_loading: &'static str,
    /// The button after a failure.
    pub retry: &'static str,
    /// What can be read without a connection.
    pub kept: &'static str,
    /// An empty list: heading and sentence.
    pub empty: (&'static str, &'static str),
    not_found: (&'static str, &'static str),
    offline: (&'static str, &'static str),
    unreachable: (&'static str, &'static str),
    slow: (&'static str, &'static str),
    server: (&'static str, &'static str),
    malformed: (&'static str, &'static str),
    roles: [&'static str; 5],
    colon: &'static str,
    quotes: (&'static str, &'static str),
    also_about: &'static str,
    minutes: fn(u32) -> String,
    shown: fn(&str, &str, &str) -> String,
}

impl Words {
    /// The words for a language, English where the interface does not speak it.
    pub fn of(language: &Language) -> &'static Words {
        let known = ALL.iter().find(|words| words.language == language.as_str());
        known
            .or_else(|| ALL.iter().find(|words| Language::from(words.language).primary() == language.primary()))
            .unwrap_or(&ALL[0])
    }

    /// `4 minutes`: in lists.
    pub fn minutes(&self, minutes: u32) -> String {
        (self.minutes)(minutes)
    }

    /// `shown 7–12 of 24`
    pub fn shown(&self, from: usize, to: usize, of: usize) -> String {
        let number = |n| intl::number(self.language, n);
        (self.shown)(&number(from), &number(to), &number(of))
    }

    /// What somebody did, with the mark that follows a label here.
    pub fn role(&self, role: &Role) -> String {
        let known = match role {
            Role::Author => self.roles[0],
            Role::Editor => self.roles[1],
            Role::ResponsibleEditor => self.roles[2],
            Role::Translator => self.roles[3],
            Role::Photographer => self.roles[4],
            Role::Other(word) => word,
        };
        format!("{known}{}", self.colon)
    }

    /// A label with the mark that follows a label here.
    pub fn label(&self, label: &str) -> String {
        format!("{label}{}", self.colon)
    }

    /// What stands before a topic, and after it: `Also about “exports”`.
    pub fn also_about(&self) -> ([&'static str; 2], &'static str) {
        ([self.also_about, self.quotes.0], self.quotes.1)
    }

    /// Heading and sentence for a failure.
    pub fn failure(&self, error: &FetchError) -> (&'static str, &'static str) {
        match error {
            FetchError::Offline => self.offline,
            FetchError::Unreachable => self.unreachable,
            FetchError::Slow => self.slow,
            FetchError::Missing => self.not_found,
            FetchError::Server(_) => self.server,
            FetchError::Malformed(_) => self.malformed,
        }
    }
}

static ALL: [Words; 3] = [ENGLISH, CHINESE, ARABIC];

const ENGLISH: Words = Words {
    language: "en",
    name: "English",
    skip: "Skip to the text",
    languages: "Languages",
    search: "Search",
    #[cfg(not(feature = "browser"))]
    search_scripts: "This page searches in your browser and needs scripts to be allowed. The archive and the sections can be read without.",
    sections: "Sections",
    dark: "Dark",
    light: "Light",
    also: "Also new",
    latest: "Latest",
    front_page: "Front page",
    archive: "Archive",
    source: "Source:",
    return_to_list: "Return to list",
    previous: "Previous",
    next: "Next",
    neighbours: "More from this list",
    newer: "NewerLink",
    older: "Older",
    days: "Earlier and later",
    read: "read",
    notes: "Notes",
    back_to_text: "Back to the text",
    table: "Table",
    code: "Code",
    corrections: "Corrections",
    tags: "Tags",
    translations: "Also in",
    statement: "Special statement:",
    recommended: "Recommended reading",
    change: "Change it",
    ordered: "What you have read moves up what is like it. The list of it is kept on this device alone.",
    by_paper: "Leave the order to the paper",
    by_reading: "Order by what I read",
    forget: "Forget what I read",
    forgotten: "What you read is forgotten.",
    no_recommended: "Recommended reading cannot be shown this time. The front page has more to read.",
    links: "Links",
    contact: "Contact",
    rights: "Rights",
    picked: "The editor’s choice",
    alike: "On a like subject",
    same_section: "From the same section",
    same_author: "By the same author",
    new: "New",
    loading: "Fetching the page…",
    still_loading: "This takes longer than usual. Still trying…",
    retry: "Try again",
    kept: "What you have read in this window is still here:",
    empty: ("Nothing printed yet", "No article has appeared here so far. The first will stand here on the day it is published."),
    not_found: (
        "There is no page here",
        "The address may be mistyped, or the article may have been withdrawn. What we print is kept, so it is worth looking in the lists.",
    ),
    offline: (
        "You are offline",
        "This page was not fetched before the connection went. It will be tried again as soon as you are back.",
    ),
    unreachable: (
        "The paper cannot be reached",
        "No answer came from the server. It may be down for a moment, or something on the way is in between.",
    ),
    slow: ("The line is too slow", "We waited three times for this page, and it did not come in time. It may well come now."),
    server: ("The server has a fault", "It answered, but not with the page. That is not your doing, and mostly it passes."),
    malformed: (
        "This page is damaged",
        "It came, but it cannot be read. Trying again helps if it was cut short on the way; else the newsroom must mend it.",
    ),
    roles: ["Author", "Editor", "Responsible editor", "Translator", "Photographs"],
    colon: ":",
    quotes: ("“", "”"),
    also_about: "Also about ",
    minutes: |n| format!("{n} minute{}", if n == 1 { "" } else { "s" }),
    shown: |from, to, of| format!("shown {from}–{to} of {of}"),
};

const CHINESE: Words = Words {
    language: "zh-Hans",
    name: "中文",
    skip: "跳到正文",
    languages: "语言",
    search: "搜索",
    #[cfg(not(feature = "browser"))]
    search_scripts: "搜索在浏览器中进行，需要允许运行脚本。不用脚本也可浏览归档和各栏目。",
    sections: "栏目",
    dark: "深色",
    light: "浅色",
    also: "新近",
    latest: "更多",
    front_page: "首页",
    archive: "往期",
    source: "来源：",
    return_to_list: "返回列表",
    previous: "上一篇",
    next: "下一篇",
    neighbours: "同一列表中的其他文章",
    newer: "较新",
    older: "较早",
    days: "日期",
    read: "已读",
    notes: "注释",
    back_to_text: "回到正文",
    table: "表格",
    code: "代码",
    corrections: "更正",
    tags: "标签",
    translations: "其他语言",
    statement: "特别声明：",
    recommended: "推荐阅读",
    change: "换一换",
    ordered: "与您读过的相近的文章会排得靠前。阅读记录只留在这台设备上。",
    by_paper: "按本报次序",
    by_reading: "按我的阅读排列",
    forget: "忘掉我读过的",
    forgotten: "您读过的已忘掉。",
    no_recommended: "这一次无法显示推荐阅读。首页上还有更多文章。",
    links: "友情链接",
    contact: "联系我们",
    rights: "版权",
    picked: "编辑推荐",
    alike: "题材相近",
    same_section: "同一栏目",
    same_author: "同一作者",
    new: "新文章",
    loading: "正在读取……",
    still_loading: "比平时慢一些，仍在尝试……",
    retry: "再试一次",
    kept: "您在这个窗口里读过的文章还在：",
    empty: ("这里还没有文章", "到目前为止，这里还没有刊登过文章。第一篇刊出的那一天，它就会出现在这里。"),
    not_found: ("这里没有页面", "也许地址写错了，也许文章已经撤下。我们刊登过的都会保留，不妨到列表里找一找。"),
    offline: ("您已离线", "断开连接之前，这一页还没有取到。连接恢复后会自动再试。"),
    unreachable: ("连不上报纸", "服务器没有回应。它也许暂时停了，也许是途中有阻碍。"),
    slow: ("网络太慢", "我们等了三次，这一页都没有及时到达。现在再试，也许就到了。"),
    server: ("服务器出了故障", "它有回应，却没有给出页面。这与您无关，多半一会儿就好。"),
    malformed: ("这一页损坏了", "页面取到了，却读不出来。如果是途中中断，再试一次便好；否则要由编辑部修复。"),
    roles: ["作者", "编辑", "责任编辑", "翻译", "摄影"],
    colon: "：",
    quotes: ("“", "”"),
    also_about: "同样谈到",
    minutes: |n| format!("{n}分钟"),
    shown: |from, to, of| format!("第{from}—{to}篇，共{of}篇"),
};

const ARABIC: Words = Words {
    language: "ar",
    name: "العربية",
    skip: "انتقل إلى النص",
    languages: "اللغات",
    search: "بحث",
    #[cfg(not(feature = "browser"))]
    search_scripts: "يجري البحث في متصفحك ويحتاج إلى السماح بالبرامج النصية. أما الأرشيف والأقسام فتُقرأ بدونها.",
    sections: "الأقسام",
    dark: "داكن",
    light: "فاتح",
    also: "جديد أيضًا",
    latest: "الأحدث",
    front_page: "الصفحة الأولى",
    archive: "الأرشيف",
    source: "المصدر:",
    return_to_list: "العودة إلى القائمة",
    previous: "السابق",
    next: "التالي",
    neighbours: "المزيد من هذه القائمة",
    newer: "أحدث",
    older: "أقدم",
    days: "الأقدم والأحدث",
    read: "مقروء",
    notes: "هوامش",
    back_to_text: "العودة إلى النص",
    table: "جدول",
    code: "شفرة",
    corrections: "تصويبات",
    tags: "وسوم",
    translations: "بلغات أخرى",
    statement: "بيان خاص:",
    recommended: "قراءات موصى بها",
    change: "غيّرها",
    ordered: "ما قرأته يقدّم ما يشبهه. وتُحفظ قائمته على هذا الجهاز وحده.",
    by_paper: "اترك الترتيب للصحيفة",
    by_reading: "رتّب بحسب قراءتي",
    forget: "انسَ ما قرأته",
    forgotten: "نُسي ما قرأته.",
    no_recommended: "تعذّر عرض القراءات الموصى بها هذه المرة. في الصفحة الأولى المزيد.",
    links: "روابط",
    contact: "اتصل بنا",
    rights: "الحقوق",
    picked: "اختيار المحرر",
    alike: "في موضوع قريب",
    same_section: "من القسم نفسه",
    same_author: "للكاتب نفسه",
    new: "جديد",
    loading: "جارٍ جلب الصفحة…",
    still_loading: "يستغرق الأمر أطول من المعتاد. ما زلنا نحاول…",
    retry: "حاول مرة أخرى",
    kept: "ما قرأته في هذه النافذة ما زال هنا:",
    empty: ("لم يُنشر شيء بعد", "لم يظهر هنا أي مقال حتى الآن. سيقف أول مقال هنا يوم نشره."),
    not_found: ("لا توجد صفحة هنا", "ربما كُتب العنوان خطأً، أو سُحب المقال. ما ننشره يبقى محفوظًا، فلعلك تجده في القوائم."),
    offline: ("أنت غير متصل", "لم تُجلب هذه الصفحة قبل انقطاع الاتصال. سنحاول من جديد حالما يعود."),
    unreachable: ("تعذّر الوصول إلى الصحيفة", "لم يصل رد من الخادم. لعله متوقف لحظة، أو أن شيئًا في الطريق يعترضه."),
    slow: ("الاتصال بطيء جدًا", "انتظرنا هذه الصفحة ثلاث مرات ولم تصل في وقتها. قد تصل الآن."),
    server: ("في الخادم عطل", "أجاب، لكن ليس بالصفحة. ليس هذا من فعلك، وغالبًا ما يزول."),
    malformed: ("هذه الصفحة تالفة", "وصلت لكنها لا تُقرأ. تنفع المحاولة من جديد إن انقطعت في الطريق، وإلا فعلى التحرير إصلاحها."),
    roles: ["الكاتب", "المحرر", "المحرر المسؤول", "المترجم", "تصوير"],
    colon: ":",
    quotes: ("«", "»"),
    also_about: "عن الموضوع نفسه: ",
    minutes: |n| match n {
        1 => "دقيقة واحدة".to_owned(),
        2 => "دقيقتان".to_owned(),
        3..=10 => format!("{} دقائق", intl::number("ar", n as usize)),
        _ => format!("{} دقيقة", intl::number("ar", n as usize)),
    },
    shown: |from, to, of| format!("{from}–{to} من {of}"),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_gets_its_words_or_its_nearest_or_english() {
        let words = |tag: &str| Words::of(&tag.into()).language;
        assert_eq!([words("zh-Hans"), words("zh-CN"), words("en-GB"), words("fr")], ["zh-Hans", "zh-Hans", "en", "en"]);
    }

    #[test]
    fn every_failure_has_a_sentence_of_its_own() {
        let failures = [
            FetchError::Offline,
            FetchError::Unreachable,
            FetchError::Slow,
            FetchError::Missing,
            FetchError::Server(500),
            FetchError::Malformed(String::new()),
        ];
        for words in &ALL {
            let mut sentences: Vec<_> = failures.iter().map(|failure| words.failure(failure)).chain([words.empty]).collect();
            sentences.sort_unstable();
            sentences.dedup();
            assert_eq!(sentences.len(), failures.len() + 1, "{}", words.language);
        }
    }

    #[test]
    fn a_role_is_said_in_the_readers_language_and_an_unknown_one_as_written() {
        let chinese = Words::of(&"zh-Hans".into());
        assert_eq!(chinese.role(&Role::ResponsibleEditor), "责任编辑：");
        assert_eq!(chinese.role(&Role::Other("插图".into())), "插图：");
    }
}
