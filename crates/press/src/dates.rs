//! Dates as newsrooms write them, brought into the one form that the edition has.

use edition::Date;
use jiff::{
    Timestamp,
    civil::Time,
    fmt::temporal::{Pieces, PiecesOffset},
    tz::Offset,
};

/// Reads a date and the moment it means. A day alone is its midnight in UTC.
///
/// The error says what to write instead.
pub(crate) fn read(text: &str) -> Result<(Date, Timestamp), String> {
    let wrong = || format!("“{text}” is not a date. Write it like 2023-07-20T09:00:00+08:00.");
    let pieces = Pieces::parse(text.trim()).map_err(|_| wrong())?;
    if pieces.date().year() < 1 {
        return Err(wrong());
    }
    let offset = match (pieces.offset(), pieces.time()) {
        (Some(PiecesOffset::Numeric(offset)), _) => offset.offset(),
        (Some(_), _) | (None, None) => Offset::UTC,
        (None, Some(_)) => {
            return Err(format!("“{text}” has a time but no offset. Write it like {}+08:00.", text.trim()));
        }
    };
    let local = pieces.date().to_datetime(pieces.time().unwrap_or(Time::midnight()));
    let moment = offset.to_timestamp(local).map_err(|_| wrong())?;
    let seconds = offset.seconds();
    let offset = if seconds == 0 {
        "Z".to_owned()
    } else {
        let sign = if seconds < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
    };
    Ok((Date::new(format!("{}{offset}", local.strftime("%Y-%m-%dT%H:%M:%S"))), moment))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Result<String, String> {
        read(text).map(|(date, _)| date.as_str().to_owned())
    }

    #[test]
    fn a_date_keeps_its_offset() {
        for (written, date) in [
            ("2023-07-20T00:00:00+08:00", "2023-07-20T00:00:00+08:00"),
            ("2023-07-20 09:30-03:30", "2023-07-20T09:30:00-03:30"),
            ("2022-12-19T00:00:00Z", "2022-12-19T00:00:00Z"),
            ("2023-07-20", "2023-07-20T00:00:00Z"),
        ] {
            assert_eq!(printed(written).as_deref(), Ok(date));
        }
    }

    #[test]
    fn what_is_no_date_is_told_with_one_that_is() {
        for text in ["", "yesterday", "20/07/2023", "2023-13-01", "2023-02-30", "2023-07-20T25:00Z"] {
            assert!(printed(text).is_err_and(|message| message.contains("2023-07-20T09:00:00+08:00")), "{text}");
        }
        assert!(printed("2023-07-20T09:00:00").is_err_and(|message| message.contains("no offset")));
    }

    #[test]
    fn the_order_is_that_of_the_moments_not_of_the_texts() {
        let moment = |text| read(text).expect("a date").1;
        assert!(moment("2023-07-20T00:30:00+08:00") < moment("2023-07-19T20:00:00Z"));
    }
}
