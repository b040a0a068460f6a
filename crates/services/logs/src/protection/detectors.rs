//! AWS's managed data identifiers, as far as they are here: what a text must look like, and what must hold of it beside.
//!
//! Where AWS asks for a keyword near the text, the pattern has it in front and the sensitive part is its group `v`.

use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;

/// One identifier.
#[derive(Debug)]
pub struct Detector {
    pattern: &'static str,
    holds: fn(&str) -> bool,
    regex: OnceLock<Regex>,
}

impl Detector {
    /// Where a text has it.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        // Each is tried by a test.
        let regex = self.regex.get_or_init(|| Regex::new(self.pattern).expect("a pattern of ours"));
        if !regex.is_match(text) {
            return Vec::new();
        }
        let found = regex.captures_iter(text).filter_map(|found| found.name("v").or_else(|| found.get(0)));
        found.filter(|found| (self.holds)(found.as_str())).map(|found| found.range()).collect()
    }
}

pub fn find(name: &str) -> Option<&'static Detector> {
    DETECTORS.get(name)
}

/// Whether AWS has an identifier of this name, as far as its form tells.
pub fn is_awss(name: &str) -> bool {
    let (base, country) = name.rsplit_once('-').unwrap_or((name, ""));
    let known = OTHERS.contains(&base) || DETECTORS.keys().any(|known| known.split('-').next() == Some(base));
    known && (country.is_empty() || country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Names, without their countries, of those that aren't here.
const OTHERS: [&str; 18] = [
    "Address",
    "CepCode",
    "Cnpj",
    "CpfCode",
    "ElectoralRollNumber",
    "HealthInsuranceCardNumber",
    "HealthInsuranceClaimNumber",
    "HealthInsuranceNumber",
    "HealthcareProcedureCode",
    "InseeCode",
    "Name",
    "NationalDrugCode",
    "NationalIdentificationNumber",
    "NationalInsuranceNumber",
    "NhsNumber",
    "NieNumber",
    "NifNumber",
    "PersonalHealthNumber",
];

static DETECTORS: LazyLock<HashMap<&'static str, Detector>> = LazyLock::new(|| {
    let detector = |(name, pattern, holds)| (name, Detector { pattern, holds, regex: OnceLock::new() });
    TABLE.iter().copied().map(detector).collect()
});

type Line = (&'static str, &'static str, fn(&str) -> bool);

const IBAN: &str = r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b";

const TABLE: &[Line] = &[
    (
        "EmailAddress",
        r"(?i)\b[a-z0-9._%+\-]{1,64}@(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}\b",
        always,
    ),
    ("IpAddress", r"(?i)\b(?:\d{1,3}\.){3}\d{1,3}\b|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}", is_address),
    ("CreditCardNumber", r"\b\d(?:[ -]?\d){12,18}\b", is_card),
    (
        "CreditCardExpiration",
        r"(?i)(?:\bexp(?:ir(?:y|ation|es))?\b|valid (?:thru|until))[^0-9\n]{0,20}(?P<v>(?:0[1-9]|1[0-2])[/-](?:20)?\d{2})\b",
        always,
    ),
    (
        "CreditCardSecurityCode",
        r"(?i)\b(?:cvv2?|cvc2?|cid|csc|card (?:verification|security) (?:code|number|value))\b[^0-9\n]{0,20}(?P<v>\d{3,4})\b",
        always,
    ),
    (
        "AwsSecretKey",
        r"(?i)\b(?:aws_?secret_?(?:access_?)?key|secret_?access_?key|secret_?key|credentials|sessiontoken|session key|set-awscredential)\b[^\n]{0,20}?[^A-Za-z0-9/+](?P<v>[A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+]|$)",
        always,
    ),
    (
        "OpenSshPrivateKey",
        r"-----BEGIN OPENSSH PRIVATE KEY-----(?:[^-]|-[^-])*(?:-----END OPENSSH PRIVATE KEY-----)?",
        always,
    ),
    (
        "PgpPrivateKey",
        r"-----BEGIN PGP PRIVATE KEY BLOCK-----(?:[^-]|-[^-])*(?:-----END PGP PRIVATE KEY BLOCK-----)?",
        always,
    ),
    (
        "PkcsPrivateKey",
        r"-----BEGIN (?:RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY-----(?:[^-]|-[^-])*(?:-----END (?:RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY-----)?",
        always,
    ),
    ("PuttyPrivateKey", r"PuTTY-User-Key-File-\d: [\s\S]*?(?:Private-MAC: [0-9a-f]+|$)", always),
    (
        "Ssn-US",
        r"\b\d{3}-\d{2}-\d{4}\b|(?i:\b(?:ssn|ss#|social security(?: number)?)\b)[^0-9\n]{0,20}(?P<v>\d{3}[ ]?\d{2}[ ]?\d{4})\b",
        is_ssn,
    ),
    (
        "IndividualTaxIdentificationNumber-US",
        r"\b9\d{2}[- ]?(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])[- ]?\d{4}\b",
        always,
    ),
    ("PhoneNumber-US", r"(?:\+1[ .-]?)?(?:\(\d{3}\)[ ]?|\b\d{3}[ .-])\d{3}[ .-]\d{4}\b|\+1\d{10}\b", always),
    (
        "ZipCode-US",
        r"(?i)\b(?:zip(?:[ -]?code)?|postal code)\b[^0-9\n]{0,20}(?P<v>\d{5}(?:-\d{4})?)\b",
        always,
    ),
    (
        "DriversLicense-US",
        r"(?i)\b(?:dl#?|driver'?s?[ -]?(?:license|licence|lic|permit)(?:[ -]?(?:number|no|#))?|license number)(?:[^A-Za-z0-9\n]|is){1,20}(?P<v>[A-Z]{0,3}\d[A-Z0-9-]{4,16})\b",
        always,
    ),
    (
        "PassportNumber-US",
        r"(?i)\bpassport(?: ?(?:number|no|#))?[^A-Za-z0-9\n]{1,20}(?P<v>[A-Z]?\d{8,9})\b",
        always,
    ),
    (
        "BankAccountNumber-US",
        r"(?i)\b(?:bank account|account (?:number|no)|acct(?: ?(?:number|no|#))?)\b[^0-9\n]{0,20}(?P<v>\d{6,17})\b",
        always,
    ),
    ("BankAccountNumber-DE", IBAN, is_iban_of::<'D', 'E'>),
    ("BankAccountNumber-ES", IBAN, is_iban_of::<'E', 'S'>),
    ("BankAccountNumber-FR", IBAN, is_iban_of::<'F', 'R'>),
    ("BankAccountNumber-GB", IBAN, is_iban_of::<'G', 'B'>),
    ("BankAccountNumber-IT", IBAN, is_iban_of::<'I', 'T'>),
    ("DrugEnforcementAgencyNumber-US", r"\b[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}\b", is_dea),
    (
        "MedicareBeneficiaryNumber-US",
        r"\b[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}\b",
        always,
    ),
    (
        "NationalProviderId-US",
        r"(?i)\b(?:npi|hipaa|national provider)\b[^0-9\n]{0,30}(?P<v>[12]\d{9})\b",
        is_npi,
    ),
    ("VehicleIdentificationNumber", r"\b[A-HJ-NPR-Z0-9]{17}\b", is_vin),
    ("LatLong", r"[-+]?\b(?:[1-8]?\d|90)\.\d{4,}, ?[-+]?(?:1[0-7]\d|[1-9]?\d|180)\.\d{4,}", always),
];

fn always(_: &str) -> bool {
    true
}

fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Luhn's check, of a number that begins as those of the card networks do.
fn is_card(text: &str) -> bool {
    let digits = digits(text);
    matches!(digits.first(), Some(2..=6)) && (13..=19).contains(&digits.len()) && luhn(&digits)
}

fn luhn(digits: &[u32]) -> bool {
    let doubled = |(index, digit): (usize, &u32)| match index % 2 {
        0 => *digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// No area 000, 666 or 900 to 999, no group 00, no serial 0000.
fn is_ssn(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (Some(area), Some(group), Some(serial)) = (digits.get(..3), digits.get(3..5), digits.get(5..)) else {
        return false;
    };
    area != "000" && area != "666" && !area.starts_with('9') && group != "00" && serial != "0000"
}

/// The remainder of ISO 13616, of an account in one country.
fn is_iban_of<const A: char, const B: char>(text: &str) -> bool {
    let text: String = text.chars().filter(|c| *c != ' ').collect();
    if !text.starts_with([A]) || !text[1..].starts_with([B]) || !(15..=34).contains(&text.len()) {
        return false;
    }
    let rotated = text[4..].chars().chain(text[..4].chars());
    let remainder = rotated.filter_map(|c| c.to_digit(36)).fold(0u32, |sum, value| {
        let shift = if value < 10 { 10 } else { 100 };
        (sum * shift + value) % 97
    });
    remainder == 1
}

fn is_dea(text: &str) -> bool {
    let d = digits(&text[2..]);
    d.len() == 7 && (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6]
}

/// Luhn's check behind the prefix of the United States' health industry.
fn is_npi(text: &str) -> bool {
    let mut all = vec![8, 0, 8, 4, 0];
    all.extend(digits(text));
    luhn(&all)
}

/// The check digit of ISO 3779, at the ninth place.
fn is_vin(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |c: char| match c {
        '0'..='9' => c.to_digit(10),
        'A'..='H' => Some(c as u32 - 'A' as u32 + 1),
        'J'..='R' => Some(c as u32 - 'J' as u32 + 1),
        'S'..='Z' => Some(c as u32 - 'S' as u32 + 2),
        _ => None,
    };
    let sum: Option<u32> = text.chars().zip(WEIGHTS).map(|(c, weight)| Some(value(c)? * weight)).sum();
    let check = text.chars().nth(8).and_then(|c| if c == 'X' { Some(10) } else { c.to_digit(10) });
    sum.is_some_and(|sum| check == Some(sum % 11)) && text.chars().any(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of a text is sensitive.
    fn found<'a>(name: &str, text: &'a str) -> Vec<&'a str> {
        let places = find(name).unwrap_or_else(|| panic!("no {name}")).places(text);
        places.into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn every_pattern_is_one() {
        for (name, ..) in TABLE {
            assert_eq!(found(name, "nothing to see"), [""; 0], "{name}");
        }
    }

    #[test]
    fn what_is_sensitive_is_found_and_what_looks_like_it_is_not() {
        for (name, text, sensitive) in [
            ("EmailAddress", "mail ada.l+x@mail.example.com, now", &["ada.l+x@mail.example.com"][..]),
            ("EmailAddress", "ada@localhost @x.com", &[]),
            ("IpAddress", "from 10.0.0.7:80 to 2001:db8::1", &["10.0.0.7", "2001:db8::1"]),
            ("IpAddress", "version 1.2.3.400 at 10:20:30", &[]),
            ("CreditCardNumber", "card 4111 1111 1111 1111, 4111111111111112", &["4111 1111 1111 1111"]),
            ("CreditCardExpiration", "expiration: 09/27", &["09/27"]),
            ("CreditCardSecurityCode", "CVV: 123, n 456", &["123"]),
            (
                "AwsSecretKey",
                "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                &["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
            ),
            ("Ssn-US", "078-05-1120 000-12-3456 ssn 219099999", &["078-05-1120", "219099999"]),
            ("PhoneNumber-US", "call (206) 555-0100 or +12065550100", &["(206) 555-0100", "+12065550100"]),
            ("ZipCode-US", "zip: 98101-1234, 98102", &["98101-1234"]),
            (
                "BankAccountNumber-DE",
                "DE89 3704 0044 0532 0130 00, DE88370400440532013000",
                &["DE89 3704 0044 0532 0130 00"],
            ),
            ("BankAccountNumber-GB", "DE89370400440532013000", &[]),
            ("VehicleIdentificationNumber", "1M8GDM9AXKP042788 1M8GDM9A1KP042788", &["1M8GDM9AXKP042788"]),
            ("DriversLicense-US", "driver's license number: D1234567", &["D1234567"]),
            ("NationalProviderId-US", "NPI 1234567893, NPI 1234567890", &["1234567893"]),
            ("LatLong", "at 47.6062, -122.33210", &["47.6062, -122.33210"]),
            ("DrugEnforcementAgencyNumber-US", "AP5836727 AP5836728", &["AP5836727"]),
        ] {
            assert_eq!(found(name, text), sensitive, "{name} in {text}");
        }
        let key = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----";
        assert_eq!(found("PkcsPrivateKey", &format!("x {key} y")), [key]);
    }

    #[test]
    fn awss_names_are_known() {
        assert!(is_awss("Name") && is_awss("NhsNumber-GB") && is_awss("DriversLicense-FR"));
        assert!(!is_awss("Shoesize") && !is_awss("Name-usa") && !is_awss(""));
    }
}
