//! Who made a picture and who owns it, as the file itself says.

use std::io::Cursor;

use exif::{Exif, Field, In, Tag, Value, experimental::Writer};

/// What is kept of the metadata of a picture.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Rights {
    copyright: Option<String>,
    /// Who made it, or whom to credit.
    artist: Option<String>,
}

impl Rights {
    /// Reads the rights from EXIF or, where that says nothing, from XMP.
    pub(super) fn read(exif: Option<&[u8]>, xmp: Option<&[u8]>) -> Rights {
        let exif = exif.and_then(|bytes| read_exif(bytes.to_vec()));
        let of_exif = |tag| exif.as_ref().and_then(|exif| ascii(exif, tag));
        let xmp = xmp.and_then(|bytes| std::str::from_utf8(bytes).ok());
        let xmp = xmp.and_then(|text| roxmltree::Document::parse(text.trim_matches(['\0', '\u{FEFF}', ' ', '\n'])).ok());
        let of_xmp = |name: &str| xmp.as_ref().and_then(|document| property(document, name));
        Rights {
            copyright: of_exif(Tag::Copyright).or_else(|| of_xmp("rights")),
            artist: of_exif(Tag::Artist).or_else(|| of_xmp("Credit")).or_else(|| of_xmp("creator")),
        }
    }

    /// Returns EXIF metadata that has only the rights and how the picture is turned. None if there is nothing to say.
    pub(super) fn to_exif(&self, orientation: u8) -> Option<Vec<u8>> {
        let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
        let text = |tag, text: &Option<String>| Some(field(tag, Value::Ascii(vec![text.clone()?.into_bytes()])));
        let turned = (orientation > 1).then(|| field(Tag::Orientation, Value::Short(vec![orientation.into()])));
        let fields: Vec<Field> =
            [text(Tag::Copyright, &self.copyright), text(Tag::Artist, &self.artist), turned].into_iter().flatten().collect();
        if fields.is_empty() {
            return None;
        }
        let mut writer = Writer::new();
        fields.iter().for_each(|field| writer.push_field(field));
        let mut bytes = Cursor::new(Vec::new());
        writer.write(&mut bytes, false).ok()?;
        Some(bytes.into_inner())
    }
}

fn read_exif(bytes: Vec<u8>) -> Option<Exif> {
    exif::Reader::new().read_raw(bytes).ok()
}

/// Returns how a picture is turned by its EXIF metadata: 1 for upright, up to 8.
pub(super) fn orientation(exif: &[u8]) -> u8 {
    let exif = read_exif(exif.to_vec());
    let field = exif.as_ref().and_then(|exif| exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0));
    field.and_then(|orientation| u8::try_from(orientation).ok()).filter(|orientation| (1..=8).contains(orientation)).unwrap_or(1)
}

fn ascii(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let parts = parts.iter().map(|part| String::from_utf8_lossy(part).trim_matches([' ', '\0']).to_owned());
    said(parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
}

/// Returns a property of XMP, whatever its namespace: an attribute, or an element, which may have a list.
fn property(document: &roxmltree::Document<'_>, name: &str) -> Option<String> {
    document.descendants().find_map(|node| {
        let attribute = node.attributes().find(|attribute| attribute.name() == name);
        let of_element = || {
            let items = node.descendants().filter(|inner| inner.tag_name().name() == "li");
            let items: Vec<&str> = items.filter_map(|item| item.text()).map(str::trim).collect();
            if items.is_empty() { node.text().unwrap_or_default().trim().to_owned() } else { items.join(", ") }
        };
        match attribute {
            Some(attribute) => said(attribute.value().trim().to_owned()),
            None => (node.tag_name().name() == name).then(of_element).and_then(said),
        }
    })
}

fn said(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
