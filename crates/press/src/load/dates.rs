//! Dates as newsrooms write them, in the one form that the edition has.

use std::{
    path::Path,
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use edition::{Date, Site};
use jiff::{
    Timestamp,
    civil::{DateTime, Time},
    fmt::{
        rfc2822,
        temporal::{Pieces, PiecesOffset},
    },
    tz::{Offset, TimeZone},
};
use regex::Regex;

use super::content::Content;
use crate::problem::{Kind, Problem, Problems, Severity};

/// Reads dates in the time zone of the newsroom.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    /// What a day alone, and a time without an offset, mean. UTC if the site does not say.
    timezone: Option<TimeZone>,
    /// Whether the site names a time zone, be it a wrong one.
    is_named: bool,
    /// How many dates were taken as UTC for want of a time zone.
    assumed: AtomicUsize,
}

impl Calendar {
    /// Returns the calendar of a site, whose time zone was checked.
    pub(super) fn of(site: Option<&Site>) -> Calendar {
        let timezone = site.and_then(|site| TimeZone::get(site.timezone.as_deref()?).ok());
        let is_named = site.is_some_and(|site| site.timezone.is_some());
        Calendar { timezone, is_named, assumed: AtomicUsize::new(0) }
    }

    /// Returns the calendar for a single manuscript, which counts its own dates.
    pub(super) fn own(&self) -> Calendar {
        Calendar { timezone: self.timezone.clone(), is_named: self.is_named, assumed: AtomicUsize::new(0) }
    }

    /// Returns how many dates were taken as UTC.
    pub(super) fn assumed(&self) -> usize {
        self.assumed.load(Ordering::Relaxed)
    }

    /// Counts dates that were taken as UTC.
    pub(super) fn add_assumed(&self, count: usize) {
        self.assumed.fetch_add(count, Ordering::Relaxed);
    }

    /// Reads a date and the moment that it means: RFC 3339, RFC 2822, a time zone name in place of an offset, a space before the
    /// offset, no seconds, no time.
    ///
    /// # Errors
    ///
    /// A sentence that says what to write instead.
    pub(crate) fn read(&self, text: &str) -> Result<(Date, Timestamp), String> {
        let text = text.trim();
        let wrong = || format!("“{text}” is not a date. Write it like 2023-07-20T09:00:00+08:00.");
        if let Ok(zoned) = rfc2822::parse(text) {
            return Ok((date(zoned.datetime(), zoned.offset()), zoned.timestamp()));
        }
        let tidy = tidy(text);
        let pieces = Pieces::parse(&tidy).map_err(|_| wrong())?;
        if pieces.date().year() < 1 {
            return Err(wrong());
        }
        let local = pieces.date().to_datetime(pieces.time().unwrap_or(Time::midnight()));
        let (local, offset) = match (pieces.offset(), pieces.time_zone_annotation()) {
            (Some(PiecesOffset::Numeric(offset)), _) => (local, offset.offset()),
            (Some(_), _) => (local, Offset::UTC),
            (None, Some(_)) => {
                let zone = pieces.to_time_zone().ok().flatten();
                let zone =
                    zone.ok_or_else(|| format!("“{text}” names a time zone that is not known. Write it like Asia/Shanghai."))?;
                in_zone(local, zone).ok_or_else(wrong)?
            }
            (None, None) => match &self.timezone {
                Some(zone) => in_zone(local, zone.clone()).ok_or_else(wrong)?,
                None => {
                    self.assumed.fetch_add(1, Ordering::Relaxed);
                    (local, Offset::UTC)
                }
            },
        };
        let moment = offset.to_timestamp(local).map_err(|_| wrong())?;
        Ok((date(local, offset), moment))
    }

    /// Says once that dates were taken as UTC.
    pub(super) fn report(&self, content: &Content, problems: &mut Problems) {
        let assumed = self.assumed();
        if assumed > 0 && !self.is_named {
            let site = content.shown(content.site.first().map_or(Path::new(""), |site| site));
            let count = if assumed == 1 {
                "1 date has no offset and means".to_owned()
            } else {
                format!("{assumed} dates have no offset and mean")
            };
            let message = format!("{count} UTC. Add the time zone of the newsroom, such as “Asia/Shanghai”.");
            problems.push(Problem {
                field: Some("timezone".into()),
                ..Problem::with_file(site, Kind::NoTimezone, Severity::Note, message)
            });
        }
    }
}

/// Returns a time in a time zone with its offset. A time that the clock skips in spring is an hour later.
fn in_zone(local: DateTime, zone: TimeZone) -> Option<(DateTime, Offset)> {
    let zoned = local.to_zoned_datetime(zone).ok()?;
    Some((zoned.datetime(), zoned.offset()))
}

/// Removes the space before an offset, which Jekyll, Hexo and Hugo write, and puts the name of a time zone in brackets.
fn tidy(text: &str) -> String {
    // An hour without its zero.
    static SHORT_HOUR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(\S{10})([T ])(\d:)").expect("a valid expression"));
    let text = &*SHORT_HOUR.replace(text, "${1}${2}0${3}");
    static PARTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(\S+[T ]\d\d:\d\d\S*?)\s+(?:(Z|[+-]\d\d(?::?\d\d)?)|(UTC|GMT)|([A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+))$")
            .expect("a valid expression")
    });
    match PARTS.captures(text) {
        None => text.to_owned(),
        Some(parts) => {
            let local = &parts[1];
            match (parts.get(2), parts.get(4)) {
                (Some(offset), _) => format!("{local}{}", offset.as_str()),
                (_, Some(zone)) => format!("{local}[{}]", zone.as_str()),
                _ => format!("{local}Z"),
            }
        }
    }
}

fn date(local: DateTime, offset: Offset) -> Date {
    let seconds = offset.seconds();
    let offset = if seconds == 0 {
        "Z".to_owned()
    } else {
        let sign = if seconds < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
    };
    Date::new(format!("{}{offset}", local.strftime("%Y-%m-%dT%H:%M:%S")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in(zone: &str, text: &str) -> Result<String, String> {
        let calendar = Calendar { timezone: TimeZone::get(zone).ok(), ..Calendar::default() };
        calendar.read(text).map(|(date, _)| date.as_str().to_owned())
    }

    fn in_utc(text: &str) -> Result<String, String> {
        Calendar::default().read(text).map(|(date, _)| date.as_str().to_owned())
    }

    #[test]
    fn a_date_keeps_its_offset() {
        for (written, date) in [
            ("2023-07-20T00:00:00+08:00", "2023-07-20T00:00:00+08:00"),
            ("2023-07-20 09:30-03:30", "2023-07-20T09:30:00-03:30"),
            ("2022-12-19T00:00:00Z", "2022-12-19T00:00:00Z"),
            ("2026-03-01 08:00:00 +0800", "2026-03-01T08:00:00+08:00"),
            ("2026-03-01 08:00 +08:00", "2026-03-01T08:00:00+08:00"),
            ("2026-03-01 8:00 +0800", "2026-03-01T08:00:00+08:00"),
            ("2026-03-01T08:00:00.250 Z", "2026-03-01T08:00:00Z"),
            ("2026-03-01 08:00:00 UTC", "2026-03-01T08:00:00Z"),
            ("Sun, 01 Mar 2026 08:00:00 +0800", "2026-03-01T08:00:00+08:00"),
            ("1 Mar 2026 08:00 GMT", "2026-03-01T08:00:00Z"),
            ("2026-03-01T08:00:00[Asia/Shanghai]", "2026-03-01T08:00:00+08:00"),
            ("2026-07-01 08:00 Europe/Berlin", "2026-07-01T08:00:00+02:00"),
        ] {
            assert_eq!(in_utc(written).as_deref(), Ok(date), "{written}");
        }
    }

    #[test]
    fn a_day_alone_and_a_time_without_an_offset_mean_the_time_zone_of_the_newsroom() {
        assert_eq!(read_in("Asia/Shanghai", "2026-03-01").as_deref(), Ok("2026-03-01T00:00:00+08:00"));
        assert_eq!(read_in("Europe/Berlin", "2026-07-01 09:30").as_deref(), Ok("2026-07-01T09:30:00+02:00"));
        assert_eq!(read_in("Europe/Berlin", "2026-03-29 02:30").as_deref(), Ok("2026-03-29T03:30:00+02:00"));
        assert_eq!(read_in("Asia/Shanghai", "2026-03-01T09:00:00Z").as_deref(), Ok("2026-03-01T09:00:00Z"));
        assert_eq!(in_utc("2026-03-01T09:30").as_deref(), Ok("2026-03-01T09:30:00Z"));
        assert_eq!(in_utc("2023-07-20").as_deref(), Ok("2023-07-20T00:00:00Z"));
    }

    #[test]
    fn dates_without_an_offset_are_counted() {
        let calendar = Calendar::default();
        for text in ["2026-03-01", "2026-03-01 10:00", "2026-03-01T10:00Z", "odd"] {
            let _ = calendar.read(text);
        }
        assert_eq!(calendar.assumed(), 2);
    }

    #[test]
    fn what_is_no_date_is_reported_with_one_that_is() {
        for text in ["", "yesterday", "20/07/2023", "2023-13-01", "2023-02-30", "2023-07-20T25:00Z", "2026-3-1", "10000-01-01"] {
            assert!(in_utc(text).is_err_and(|message| message.contains("2023-07-20T09:00:00+08:00")), "{text}");
        }
        assert!(in_utc("2026-03-01 08:00 Asia/Atlantis").is_err_and(|message| message.contains("time zone")));
    }

    #[test]
    fn the_order_is_that_of_the_moments_not_of_the_texts() {
        let moment = |text| Calendar::default().read(text).expect("a date").1;
        assert!(moment("2023-07-20T00:30:00+08:00") < moment("2023-07-19T20:00:00Z"));
    }
}
