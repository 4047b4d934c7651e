#[path = "related/archive.rs"]
mod archive;
#[path = "search/queries.rs"]
mod queries;
use search::{
    answer::answer,
    format::{self, Card, Index},
    query::{Filters, Query},
    write::{self, Document},
};
use std::io::Read as _;
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};
fn unzip(b: &[u8]) -> Vec<u8> {
    let mut v = vec![];
    flate2::read::GzDecoder::new(b).read_to_end(&mut v).unwrap();
    v
}
fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    let how = std::env::args().nth(1).unwrap_or_default();
    for (name, language) in [("digitalgov", "en"), ("zh", "zh"), ("ar", "ar")] {
        let items = archive::corpus(&root.join(format!("{name}.jsonl")))?.unwrap();
        let queries = queries::queries(language, &items);
        let docs: Vec<Document> = items
            .iter()
            .map(|i| Document {
                card: Card {
                    id: i.id.clone(),
                    title: i.title.clone(),
                    day: jiff::Timestamp::from_second(i.moment).unwrap().to_string()[..10].into(),
                    section: String::new(),
                },
                facts: vec![&i.standfirst],
                body: &i.body,
                tags: i.tags.iter().map(|t| (t.as_str(), t.as_str())).collect(),
            })
            .collect();
        let start = std::time::Instant::now();
        let files: HashMap<String, Vec<u8>> = write::index(&docs).into_iter().collect();
        println!(
            "{language} {:?} files {} bytes {} index {}",
            start.elapsed(),
            files.len(),
            files.values().map(Vec::len).sum::<usize>(),
            files["index.bin"].len()
        );
        let index = Index::read(&unzip(&files["index.bin"])).unwrap();
        println!("{} common", index.common.len());
        let cards: Vec<Vec<Card>> = index
            .segments
            .iter()
            .map(|s| {
                if s.cards.is_empty() {
                    (0..s.articles.div_ceil(format::PACK))
                        .flat_map(|n| format::read_cards(&unzip(&files[&format::file::pack(&s.name, n)])).unwrap())
                        .collect()
                } else {
                    s.cards.clone()
                }
            })
            .collect();
        let mut rows: BTreeMap<&str, Vec<[f64; 7]>> = BTreeMap::new();
        for q in &queries {
            let query = Query::parse(&q.text, Filters::default());
            let shards: HashMap<(usize, usize), (usize, Vec<u8>)> = query
                .shards(&index)
                .into_iter()
                .map(|(s, n)| {
                    let f = &files[&format::file::shard(&index.segments[s].name, n)];
                    ((s, n), (f.len(), unzip(f)))
                })
                .collect();
            let a = answer(&query, language, &index, |s, n| shards.get(&(s, n)).map(|(_, b)| &b[..]));
            assert!(a.torn.is_empty());
            let top: Vec<_> = a.hits.iter().take(10).collect();
            let ids: Vec<&str> = top.iter().map(|h| cards[h.segment][h.article as usize].id.as_str()).collect();
            let hit = ids.iter().filter(|i| q.truth.iter().any(|t| t == *i)).count();
            let mut packs: Vec<(usize, u32)> = top
                .iter()
                .filter(|h| index.segments[h.segment].cards.is_empty())
                .map(|h| (h.segment, h.article / format::PACK))
                .collect();
            packs.sort();
            packs.dedup();
            let bytes = files["index.bin"].len()
                + shards.values().map(|(l, _)| l).sum::<usize>()
                + packs.iter().map(|(s, p)| files[&format::file::pack(&index.segments[*s].name, *p)].len()).sum::<usize>();
            let low = q.text.to_lowercase();
            let k = items
                .iter()
                .filter(|i| {
                    let t = i.title.to_lowercase();
                    low.split(' ').all(|w| t.contains(w))
                })
                .count();
            if std::env::var("MISS").as_deref() == Ok(q.kind) && !ids.contains(&q.source.as_str()) {
                println!("{} | truth {} titles {k} | {} | {:?}", q.text, q.truth.len(), q.source, ids);
            }
            if std::env::var("SHOW").as_deref() == Ok(q.kind) && hit < q.truth.len().min(10) {
                println!("{} | truth {} hit {hit} of {} | {:?}", q.text, q.truth.len(), a.hits.len(), q.source);
            }
            rows.entry(q.kind).or_default().push([
                hit as f64 / q.truth.len().min(10) as f64,
                f64::from(ids.contains(&q.source.as_str())),
                f64::from(ids.is_empty()),
                bytes as f64,
                (1 + shards.len() + packs.len()) as f64,
                packs.len() as f64,
                (10.0 / k.max(10) as f64),
            ]);
        }
        for (kind, rows) in rows {
            let mean = |n: usize| rows.iter().map(|r| r[n]).sum::<f64>() / rows.len() as f64;
            let med = |n: usize| {
                let mut v: Vec<f64> = rows.iter().map(|r| r[n]).collect();
                v.sort_by(f64::total_cmp);
                (v[v.len() / 2], v[v.len() * 95 / 100])
            };
            println!(
                "{language} {kind:22} {} recall {:.3} source {:.3} none {:.3} bytes {:?} requests {:?} packs {:.1} ceiling {:.3}",
                rows.len(),
                mean(0),
                mean(1),
                mean(2),
                med(3),
                med(4),
                mean(5),
                mean(6)
            );
        }
    }
    Ok(())
}
