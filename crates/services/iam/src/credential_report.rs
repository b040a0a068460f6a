//! The credential report: a table of all users and what they sign in with. It is made when it is asked for, and kept for four hours.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use neargate_core::{AccountId, Timestamp};
use neargate_identity::REGION;
use neargate_identity::records::{
    AccessKey, AccountSettings, CREDENTIAL_REPORT, CredentialReport, LastUse, MfaDevice, User,
    UserCredential, UserCredentialKind, key,
};
use neargate_store::{Expect, ReadRecords as _, Reader, WriteRecords as _};
use neargate_wire::{AwsError, Blob, Context, Nothing, Service, Time};

use crate::access_keys::to_the_minute;
use crate::page::everything;
use crate::refusal::Refusal;
use crate::{Iam, account, model};

const KEPT: Duration = Duration::from_secs(4 * 60 * 60);

const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
    password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
    access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
    cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

const NOT_APPLICABLE: &str = "N/A";
/// What a root user's password could tell elsewhere.
const NOT_SUPPORTED: &str = "not_supported";
/// There is a password, and nobody knows of a use: there is nothing to sign in to.
const NO_INFORMATION: &str = "no_information";

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    service.on(model::GenerateCredentialReport, iam, generate).on(model::GetCredentialReport, iam, get)
}

fn kept(reader: &mut dyn Reader, account: &AccountId) -> Result<Option<CredentialReport>, Refusal> {
    let found = reader.get_record::<CredentialReport>(account.as_str(), REGION, CREDENTIAL_REPORT)?;
    Ok(found.map(|found| found.value))
}

fn is_expired(report: &CredentialReport, now: Timestamp) -> bool {
    report.generated.plus(KEPT) <= now
}

/// AWS starts a task here and tells next time that it is done. Ours is done at once, and told in the same two steps.
async fn generate(
    iam: Arc<Iam>,
    context: Context,
    _: Nothing,
) -> Result<model::GenerateCredentialReportResponse, AwsError> {
    let (account, now) = (context.scope.account.clone(), iam.now());
    let uses = iam.identity.last_uses(&account).await.map_err(Refusal::Store)?;
    let written = iam.identity.store().write(context.durability, move |w| {
        if kept(w, &account)?.is_some_and(|report| !is_expired(&report, now)) {
            return Ok(false);
        }
        let report = CredentialReport { generated: now, csv: table(w, &account, &uses)? };
        w.put_record(account.as_str(), REGION, &report, Expect::Any)?;
        Ok::<_, Refusal>(true)
    });
    let (state, description) = match written.await? {
        true => ("STARTED", Some("No report exists. Starting a new report generation task".to_owned())),
        false => ("COMPLETE", None),
    };
    Ok(model::GenerateCredentialReportResponse {
        state: Some(model::ReportStateType::from(state)),
        description,
    })
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    _: Nothing,
) -> Result<model::GetCredentialReportResponse, AwsError> {
    let report = iam.identity.store().read(|r| kept(r, &context.scope.account)).await?;
    let again = "To generate a credential report, use GenerateCredentialReport.";
    let report = report.ok_or_else(|| {
        let text = "The request was rejected because the credential report does not exist.";
        Refusal::Other("ReportNotPresent", 410, format!("{text} {again}"))
    })?;
    if is_expired(&report, iam.now()) {
        let text = "The request was rejected because the most recent credential report has expired.";
        return Err(Refusal::Other("ReportExpired", 410, format!("{text} {again}")).into());
    }
    Ok(model::GetCredentialReportResponse {
        content: Some(Blob(report.csv.into_bytes())),
        report_format: Some(model::ReportFormatType::from("text/csv")),
        generated_time: Some(Time(report.generated)),
    })
}

/// What users have, by their names in small letters.
struct Holdings {
    access_keys: HashMap<String, Vec<AccessKey>>,
    certificates: HashMap<String, Vec<UserCredential>>,
    /// Who shows codes.
    devices: HashMap<String, Vec<MfaDevice>>,
}

impl Holdings {
    fn read(reader: &mut dyn Reader, account: &AccountId) -> Result<Self, Refusal> {
        let mut access_keys = grouped(everything::<AccessKey>(reader, account)?, |held| key(&held.user));
        let certificates = everything::<UserCredential>(reader, account)?.into_iter();
        let certificates =
            certificates.filter(|held| matches!(held.what, UserCredentialKind::SigningCertificate { .. }));
        let mut certificates = grouped(certificates, |held| key(&held.user));
        let devices = everything::<MfaDevice>(reader, account)?.into_iter();
        let devices = devices.filter(|device| device.user.is_some());
        let devices = grouped(devices, |device| device.user.as_deref().map(key).unwrap_or_default());
        // The first is the older one.
        access_keys.values_mut().for_each(|held| held.sort_by_key(|held| held.created));
        certificates.values_mut().for_each(|held| held.sort_by_key(|held| held.created));
        Ok(Self { access_keys, certificates, devices })
    }
}

fn grouped<T>(all: impl IntoIterator<Item = T>, of: impl Fn(&T) -> String) -> HashMap<String, Vec<T>> {
    let mut groups = HashMap::<_, Vec<_>>::new();
    for each in all {
        groups.entry(of(&each)).or_default().push(each);
    }
    groups
}

fn table(
    reader: &mut dyn Reader,
    account: &AccountId,
    uses: &HashMap<String, LastUse>,
) -> Result<String, Refusal> {
    let settings = account::settings(reader, account)?;
    let holdings = Holdings::read(reader, account)?;
    let mut lines = vec![HEADER.to_owned(), root(account, uses.get(account.as_str())).join(",")];
    for user in everything::<User>(reader, account)? {
        lines.push(line(account, &settings, &holdings, uses, &user).join(","));
    }
    Ok(lines.join("\n"))
}

/// Root has a key that is as old as the account, and neither a password nor anything else.
fn root(account: &AccountId, used: Option<&LastUse>) -> Vec<String> {
    let created = date(account::CREATED);
    let mut line = vec!["<root_account>".to_owned(), format!("arn:aws:iam::{account}:root"), created.clone()];
    line.extend([NOT_SUPPORTED, NO_INFORMATION, NOT_SUPPORTED, NOT_SUPPORTED, "false"].map(str::to_owned));
    line.extend(access_key(Some((true, created)), used));
    line.extend(access_key(None, None));
    line.extend(certificate(None));
    line.extend(certificate(None));
    line
}

fn line(
    account: &AccountId,
    settings: &AccountSettings,
    holdings: &Holdings,
    uses: &HashMap<String, LastUse>,
    user: &User,
) -> Vec<String> {
    let name = key(&user.name);
    let mut line = vec![user.name.clone(), user.arn(account), date(user.created)];
    let not_applicable = || NOT_APPLICABLE.to_owned();
    line.extend(match &user.login {
        Some(login) => {
            let changed = login.changed.unwrap_or(login.created);
            let days = settings.password_policy.as_ref().and_then(|policy| policy.max_age_days);
            let days = days.and_then(|days| u64::try_from(days).ok()).filter(|days| *days > 0);
            let next = days.map(|days| date(changed.plus(Duration::from_secs(days * 24 * 60 * 60))));
            ["true".to_owned(), NO_INFORMATION.to_owned(), date(changed), next.unwrap_or_else(not_applicable)]
        }
        None => ["false".to_owned(), not_applicable(), not_applicable(), not_applicable()],
    });
    line.push(holdings.devices.contains_key(&name).to_string());
    let keys = holdings.access_keys.get(&name).map(Vec::as_slice).unwrap_or_default();
    for nth in 0..2 {
        let held = keys.get(nth);
        let used = held.and_then(|held| uses.get(&held.id));
        line.extend(access_key(held.map(|held| (held.active, date(held.created))), used));
    }
    let certificates = holdings.certificates.get(&name).map(Vec::as_slice).unwrap_or_default();
    for nth in 0..2 {
        line.extend(certificate(certificates.get(nth).map(|held| (held.active, date(held.created)))));
    }
    line
}

/// Five columns: is it active, since when, and its last use.
fn access_key(held: Option<(bool, String)>, used: Option<&LastUse>) -> [String; 5] {
    let [active, rotated] = certificate(held);
    let [at, region, service] = match used {
        Some(used) => [date(to_the_minute(used.at)), used.region.clone(), used.service.clone()],
        None => [NOT_APPLICABLE; 3].map(str::to_owned),
    };
    [active, rotated, at, region, service]
}

/// Two columns: is it active, and since when.
fn certificate(held: Option<(bool, String)>) -> [String; 2] {
    let (active, rotated) = held.unwrap_or_else(|| (false, NOT_APPLICABLE.to_owned()));
    [active.to_string(), rotated]
}

/// `2026-11-23T09:50:12+00:00`
fn date(time: Timestamp) -> String {
    let mut text = time.to_iso8601();
    text.truncate("2026-11-23T09:50:12".len());
    text.push_str("+00:00");
    text
}
