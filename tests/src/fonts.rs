use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use tempfile::TempDir;

/// The files of the fonts that pages are set in during tests, so that a test says the same on every machine.
///
/// DejaVu is wide: what fits in it fits in what readers have. It has Latin and Arabic; Noto has Chinese.
const FILES: [&str; 7] = [
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSerif-Bold.ttf",
    "DejaVuSansMono.ttf",
    "DejaVuSansMono-Bold.ttf",
    "NotoSansCJK-Regular.ttc",
];

/// What the names of no font in particular mean. The families of `style/tokens.css` are not among [`FILES`], so
/// that every list of families there ends in one of these.
const GENERIC: [(&str, &str); 4] =
    [("serif", "DejaVu Serif"), ("sans-serif", "DejaVu Sans"), ("system-ui", "DejaVu Sans"), ("monospace", "DejaVu Sans Mono")];

static CONFIGURATION: OnceLock<PathBuf> = OnceLock::new();

/// The fontconfig file for the browsers of this process; none before [`use_test_fonts`].
pub(crate) fn configuration() -> Option<&'static Path> {
    CONFIGURATION.get().map(PathBuf::as_path)
}

/// Returns a file of the fonts of the tests, by its name.
///
/// # Errors
///
/// It is not on this machine.
pub fn font_file(name: &str) -> Result<PathBuf, String> {
    let missing = || format!("the font {name} is not installed: it is in fonts-dejavu-core or fonts-noto-cjk");
    installed().into_iter().find(|path| path.ends_with(name)).ok_or_else(missing)
}

/// Returns the files of all fonts on this machine.
fn installed() -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let roots =
        ["/usr/share/fonts".into(), "/usr/local/share/fonts".into(), home.join(".local/share/fonts"), home.join(".fonts")];
    let mut installed = Vec::new();
    roots.iter().for_each(|root| find_files(root, &mut installed));
    installed
}

/// Lets the browsers of this process see the fonts of the tests and no other. The folder must outlive them.
///
/// # Errors
///
/// Names the first file that is not on this machine.
pub(crate) fn use_test_fonts() -> Result<TempDir, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = FILES.into_iter().map(font_file).collect::<Result<Vec<_>, _>>()?;
    let file = folder.path().join("fonts.conf");
    fs::write(&file, fontconfig(&paths, folder.path())).expect("a file can be written");
    CONFIGURATION.set(file).expect("the fonts are chosen once");
    Ok(folder)
}

fn fontconfig(paths: &[PathBuf], cache: &Path) -> String {
    let folders: String = paths.iter().filter_map(|path| Some(format!("<dir>{}</dir>\n", path.parent()?.display()))).collect();
    let accepted: String = paths.iter().map(|path| format!("<glob>{}</glob>\n", path.display())).collect();
    let alias = |(generic, family): &(&str, &str)| {
        format!("<alias binding=\"same\"><family>{generic}</family><prefer><family>{family}</family></prefer></alias>\n")
    };
    let aliases: String = GENERIC.iter().map(alias).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\">\n<fontconfig>\n{folders}\
         <cachedir>{}</cachedir>\n<selectfont>\n<rejectfont><glob>*</glob></rejectfont>\n<acceptfont>\n{accepted}</acceptfont>\n\
         </selectfont>\n{aliases}</fontconfig>\n",
        cache.display()
    )
}

fn find_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(io::Result::ok);
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            find_files(&path, found);
        } else {
            found.push(path);
        }
    }
}
