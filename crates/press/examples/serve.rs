//! Measures how long `offprint serve` takes, in an archive of 10,000 articles, from a saved article until the open page is notified.
//!
//! `cargo xtask bench serve` runs it; the first argument is the path of `offprint`.

#[path = "related/archive.rs"]
#[allow(dead_code, reason = "shared with the bench of recommended reading")]
mod archive;
#[path = "process/watch.rs"]
#[allow(dead_code, reason = "shared with the bench of builds")]
mod watch;

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

const ARTICLES: usize = 10_000;
const SAVES: usize = 15;
/// After this long recommended reading is being looked for: the worst moment for a change.
const PAUSE: Duration = Duration::from_secs(3);

fn main() -> Result<()> {
    let program = std::env::args().nth(1).context("the first argument is the command offprint")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let from = match archive::corpus(&root.join("../shared/corpora/digitalgov.jsonl"))? {
        Some(items) => items,
        None => archive::own(&root.join("content"))?,
    };
    let folder = tempfile::tempdir().context("cannot create a folder")?;
    write(folder.path(), &archive::made(&from, ARTICLES))?;
    eprintln!("==> {ARTICLES} articles of 500 words");

    let begin = Instant::now();
    let server = Server::start(&program, folder.path())?;
    let mut events = server.events()?;
    let first = begin.elapsed();
    let mut known = next(&mut events)?;
    let mut times = Vec::new();
    let article = folder.path().join(format!("articles/{}.md", ARTICLES / 2));
    let text = fs::read_to_string(&article).context("there is an article")?;
    for n in 0..SAVES {
        std::thread::sleep(PAUSE);
        let begin = Instant::now();
        fs::write(&article, format!("{text}\nParagraph {n}.\n")).context("cannot save")?;
        loop {
            let event = next(&mut events)?;
            if event != known {
                known = event;
                break;
            }
        }
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    println!("start, until the first page: {:.1} s", first.as_secs_f64());
    println!(
        "saved until notified, {SAVES} saves: median {:.2} s, fastest {:.2} s, slowest {:.2} s",
        times[SAVES / 2].as_secs_f64(),
        times[0].as_secs_f64(),
        times[SAVES - 1].as_secs_f64()
    );
    println!("peak memory: {} kB", watch::peak(server.process.id()));
    Ok(())
}

/// Writes manuscripts: a fifth of them have a link, a tenth a picture.
fn write(folder: &Path, items: &[archive::Item]) -> Result<()> {
    let save = |name: &str, text: &str| -> Result<()> {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("a folder")?)?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    save(
        "site.toml",
        "title = \"Paper\"\nlanguage = \"en\"\ntimezone = \"UTC\"\nurl = \"https://paper.example/\"\n[[sections]]\nid = \"news\"\ntitle = \"News\"\n[[sections]]\nid = \"more\"\ntitle = \"More\"\n",
    )?;
    save("picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"16\" height=\"9\"/>")?;
    for (n, item) in items.iter().enumerate() {
        let plain = |text: &str| text.replace(['"', '\\', '<', '>', '[', ']', '{', '}', '$', '|', '`', '*', '_', '#'], "");
        let words: Vec<&str> = item.body.split_whitespace().collect();
        let mut body: String = words.chunks(80).map(|words| plain(&words.join(" ")) + "\n\n").collect();
        if n % 5 == 0 {
            body += &format!("[Another article]({}.md)\n", n / 2);
        }
        if n % 10 == 0 {
            body += "\n![A picture](../picture.svg)\n";
        }
        let date = jiff::Timestamp::from_second(1_000_000_000 + item.moment)?;
        let section = if n % 2 == 0 { "news" } else { "more" };
        save(
            &format!("articles/{n}.md"),
            &format!(
                "---\nid: a{n}\ntitle: \"{}\"\ndate: {date}\nsection: {section}\ntags: [\"{}\"]\ncredits: [{{ role: author, name: Author {} }}]\n---\n{body}",
                plain(&item.title),
                plain(item.tags.first().map_or("", String::as_str)),
                n % 50
            ),
        )?;
    }
    Ok(())
}

/// A running server. Ends when this is dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(program: &str, content: &Path) -> Result<Server> {
        let mut command = Command::new(program);
        command.arg("serve").arg(content).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().with_context(|| format!("cannot run {program}"))?;
        let mut lines = BufReader::new(process.stdout.take().context("a pipe")?).lines();
        let address = lines.find_map(|line| {
            let line = line.ok()?;
            Some(line.split_once("http://")?.1.split_once('/')?.0.to_owned())
        });
        let address = address.context("the server does not start")?;
        // The rest is of no interest, but the pipe must not be full.
        std::thread::spawn(move || lines.count());
        Ok(Server { process, address })
    }

    /// Subscribes to the events that a page receives.
    fn events(&self) -> Result<BufReader<TcpStream>> {
        let mut stream = TcpStream::connect(&self.address).context("cannot connect")?;
        write!(stream, "GET /.offprint/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).context("cannot ask")?;
        Ok(BufReader::new(stream))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits for the next event, and returns the name of its edition.
fn next(events: &mut BufReader<TcpStream>) -> Result<String> {
    loop {
        let mut line = String::new();
        if events.read_line(&mut line).context("cannot read events")? == 0 {
            bail!("the server has ended");
        }
        if let Some(data) = line.strip_prefix("data:") {
            let value: serde_json::Value = serde_json::from_str(data).context("an event is JSON")?;
            return Ok(value["edition"].as_str().unwrap_or_default().to_owned());
        }
    }
}
