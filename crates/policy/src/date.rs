//! Moments as conditions write them: ISO 8601, or seconds since 1970.

/// Milliseconds since 1970; `None` for what is no moment.
pub fn parse(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<f64>() {
        // A bare year is a date, as `YYYY` of ISO 8601's profile.
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let in_range = seconds.is_finite() && seconds.abs() < 1e12;
        return if is_year { of_date(text) } else { in_range.then(|| (seconds * 1000.0).round() as i64) };
    }
    let Some((date, time)) = text.split_once('T') else { return of_date(text) };
    let (time, offset_minutes) = zone(time)?;
    let mut fields = time.split(':');
    let hour: i64 = digits(fields.next()?, 2)?;
    let minute: i64 = digits(fields.next()?, 2)?;
    let (seconds, fraction) = match fields.next() {
        None => ("00", None),
        Some(text) => match text.split_once('.') {
            Some((seconds, fraction)) => (seconds, Some(fraction)),
            None => (text, None),
        },
    };
    let second: i64 = digits(seconds, 2)?;
    let in_range = hour < 24 && minute < 60 && second < 61 && fields.next().is_none();
    let millis = fraction.map_or(Some(0), millis)?;
    in_range.then_some(())?;
    Some(of_date(date)? + ((hour * 60 + minute - offset_minutes) * 60 + second) * 1000 + millis)
}

fn zone(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix('Z') {
        return Some((time, 0));
    }
    let at = time.rfind(['+', '-'])?;
    let (time, offset) = time.split_at(at);
    let (hours, minutes) = offset[1..].split_once(':')?;
    let minutes = digits(hours, 2)? * 60 + digits(minutes, 2)?;
    Some((time, if offset.starts_with('-') { -minutes } else { minutes }))
}

fn millis(fraction: &str) -> Option<i64> {
    let valid = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| format!("{fraction:0<3}")[..3].parse().ok())?
}

/// `2026`, `2026-11` or `2026-11-23`.
fn of_date(text: &str) -> Option<i64> {
    let mut fields = text.split('-');
    let year = digits(fields.next()?, 4)?;
    let month = fields.next().map_or(Some(1), |field| digits(field, 2))?;
    let day = fields.next().map_or(Some(1), |field| digits(field, 2))?;
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day) && fields.next().is_none();
    valid.then(|| days_from_civil(year, month, day) * 86_400_000)
}

fn digits(text: &str, count: usize) -> Option<i64> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Days since 1970-01-01 of a Gregorian date (Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_every_form_that_conditions_allow() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29", 951_782_400_000),
            ("2000-02-29T00:00Z", 951_782_400_000),
            ("2025-09-03T02:04:31.354Z", 1_756_865_071_354),
            ("2025-09-03T04:04:31+02:00", 1_756_865_071_000),
            ("1756865071", 1_756_865_071_000),
            ("1756865071.5", 1_756_865_071_500),
            ("1970", 0),
        ] {
            assert_eq!(parse(text), Some(millis), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2025-13-01",
            "2025-09-03T25:00:00Z",
            "2025-09-03T02:04:31",
            "2025-9-3",
            "é-01-01",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
