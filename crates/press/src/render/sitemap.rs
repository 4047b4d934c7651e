//! `sitemap.xml`: every page of the edition for search engines, with when it changed and its picture.

use anyhow::Result;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

/// The maximum number of addresses in one file, a limit of the format.
pub(super) const MAX_ENTRIES: usize = 50_000;

/// A page of the edition.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// Its absolute address.
    pub(super) address: String,
    /// When it was last changed, in RFC 3339.
    pub(super) changed: Option<String>,
    /// The absolute address of its picture.
    pub(super) picture: Option<String>,
}

/// Returns the files of the sitemap: one, or an index with files of `max` addresses. `site` is the public address.
pub(super) fn files(site: &str, entries: &[Entry], max: usize) -> Result<Vec<(String, Vec<u8>)>> {
    if entries.len() <= max {
        return Ok(vec![("sitemap.xml".to_owned(), pages(entries)?)]);
    }
    let mut files = Vec::new();
    for (n, part) in entries.chunks(max).enumerate() {
        files.push((format!("sitemap-{}.xml", n + 1), pages(part)?));
    }
    let index = document("sitemapindex", |writer| {
        for (name, _) in &files {
            element(writer, "sitemap", |writer| text(writer, "loc", &format!("{site}{name}")))?;
        }
        Ok(())
    })?;
    files.push(("sitemap.xml".to_owned(), index));
    Ok(files)
}

type Xml = Writer<Vec<u8>>;

fn pages(entries: &[Entry]) -> Result<Vec<u8>> {
    document("urlset", |writer| {
        for entry in entries {
            element(writer, "url", |writer| {
                text(writer, "loc", &entry.address)?;
                if let Some(changed) = &entry.changed {
                    text(writer, "lastmod", changed)?;
                }
                if let Some(picture) = &entry.picture {
                    element(writer, "image:image", |writer| text(writer, "image:loc", picture))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })
}

fn document(root: &str, fill: impl FnOnce(&mut Xml) -> Result<()>) -> Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut filled = Ok(());
    let mut element = writer.create_element(root).with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    if root == "urlset" {
        element = element.with_attribute(("xmlns:image", "http://www.google.com/schemas/sitemap-image/1.1"));
    }
    element.write_inner_content(|writer| {
        filled = fill(writer);
        Ok(())
    })?;
    filled?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn element(writer: &mut Xml, name: &str, fill: impl FnOnce(&mut Xml) -> Result<()>) -> Result<()> {
    let mut filled = Ok(());
    writer.create_element(name).write_inner_content(|writer| {
        filled = fill(writer);
        Ok(())
    })?;
    filled
}

fn text(writer: &mut Xml, name: &str, value: &str) -> Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(value))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(count: usize) -> Vec<Entry> {
        let entry = |n| Entry {
            address: format!("https://a.example/articles/{n}/?a&b"),
            changed: Some("2023-07-20T09:00:00+08:00".into()),
            picture: None,
        };
        (0..count).map(entry).collect()
    }

    #[test]
    fn more_addresses_than_a_file_may_have_get_an_index() {
        let files = files("https://a.example/", &entries(5), 2).expect("files");
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        let text = |n: usize| String::from_utf8(files[n].1.clone()).expect("UTF-8");
        assert!(text(3).contains("<loc>https://a.example/sitemap-3.xml</loc>") && text(2).matches("<url>").count() == 1);
        assert!(text(0).contains("<loc>https://a.example/articles/0/?a&amp;b</loc>"));
    }

    #[test]
    fn few_addresses_stand_in_one_file() {
        let files = files("https://a.example/", &entries(2), MAX_ENTRIES).expect("files");
        assert_eq!(files.len(), 1);
        let read = roxmltree::Document::parse(std::str::from_utf8(&files[0].1).expect("UTF-8"))
            .expect("XML")
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
            .count();
        assert_eq!(read, 2);
    }
}
