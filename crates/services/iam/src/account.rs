//! What is the account's: its alias, its password policy, its figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use neargate_core::{AccountId, Timestamp};
use neargate_identity::REGION;
use neargate_identity::records::{
    AccountSettings, Group, InstanceProfile, ManagedPolicy, MfaDevice, OidcProvider, PasswordPolicy, Role,
    SERVICE, SamlProvider, ServerCertificate, User,
};
use neargate_store::{Expect, ReadRecords as _, Reader, Record as _, WriteRecords as _};
use neargate_wire::{AwsError, Context, Nothing, Service};

use crate::page::everything;
use crate::refusal::Refusal;
use crate::{Iam, model};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    service
        .on(model::CreateAccountAlias, iam, create_alias)
        .on(model::DeleteAccountAlias, iam, delete_alias)
        .on(model::ListAccountAliases, iam, list_aliases)
        .on(model::GetAccountSummary, iam, summary)
        .on(model::GetAccountPasswordPolicy, iam, password_policy)
        .on(model::UpdateAccountPasswordPolicy, iam, update_password_policy)
        .on(model::DeleteAccountPasswordPolicy, iam, delete_password_policy)
        .on(model::SetSecurityTokenServicePreferences, iam, set_token_version)
}

/// Nobody knows when an account began.
pub(crate) const CREATED: Timestamp = Timestamp(0);

pub(crate) fn settings(reader: &mut dyn Reader, account: &AccountId) -> Result<AccountSettings, Refusal> {
    let found = reader.get_record::<AccountSettings>(account.as_str(), REGION, "settings")?;
    Ok(found.map(|found| found.value).unwrap_or_default())
}

impl Iam {
    async fn change_settings(
        &self,
        context: &Context,
        change: impl Fn(&mut AccountSettings) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<(), Refusal> {
        let account = context.scope.account.clone();
        let written = self.identity.store().write(context.durability, move |w| {
            let mut settings = settings(w, &account)?;
            change(&mut settings)?;
            w.put_record(account.as_str(), REGION, &settings, Expect::Any)?;
            Ok(())
        });
        written.await
    }

    pub(crate) async fn settings(&self, context: &Context) -> Result<AccountSettings, Refusal> {
        self.identity.store().read(|r| settings(r, &context.scope.account)).await
    }
}

/// An account has one alias: a new one takes the old one's place. No two accounts have the same.
async fn create_alias(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateAccountAliasRequest,
) -> Result<(), AwsError> {
    let alias = input.account_alias.unwrap_or_default();
    check_alias(&alias)?;
    let taken = || Refusal::AlreadyExists(format!("The account alias {alias} already exists."));
    let store = iam.identity.store();
    for scope in store.scopes(SERVICE, AccountSettings::KIND).await.map_err(Refusal::Store)? {
        let other = store.read(|r| settings(r, &scope.account)).await?;
        if other.alias.as_ref() == Some(&alias) {
            return Err(taken().into());
        }
    }
    let changed = iam.change_settings(&context, move |settings| {
        settings.alias = Some(alias.clone());
        Ok(())
    });
    Ok(changed.await?)
}

/// The model's pattern looks ahead, which ours can't.
fn check_alias(alias: &str) -> Result<(), Refusal> {
    let ends_well = |end: Option<char>| end.is_some_and(|end| end != '-');
    let letters = alias.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if letters && !alias.contains("--") && ends_well(alias.chars().next()) && ends_well(alias.chars().last())
    {
        return Ok(());
    }
    Err(Refusal::Validation(format!(
        "1 validation error detected: Value '{alias}' at 'accountAlias' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){{1,61}}[a-z0-9]$"
    )))
}

async fn delete_alias(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteAccountAliasRequest,
) -> Result<(), AwsError> {
    let alias = input.account_alias;
    let changed = iam.change_settings(&context, move |settings| {
        if settings.alias != alias {
            let name = alias.as_deref().unwrap_or_default();
            return Err(Refusal::NoSuchEntity(format!("The account alias {name} cannot be found.")));
        }
        settings.alias = None;
        Ok(())
    });
    Ok(changed.await?)
}

async fn list_aliases(
    iam: Arc<Iam>,
    context: Context,
    _: model::ListAccountAliasesRequest,
) -> Result<model::ListAccountAliasesResponse, AwsError> {
    let settings = iam.settings(&context).await?;
    Ok(model::ListAccountAliasesResponse {
        account_aliases: Some(settings.alias.into_iter().collect()),
        is_truncated: Some(false),
        marker: None,
    })
}

async fn summary(
    iam: Arc<Iam>,
    context: Context,
    _: Nothing,
) -> Result<model::GetAccountSummaryResponse, AwsError> {
    let account = &context.scope.account;
    let read = iam.identity.store().read(|r| {
        let users = everything::<User>(r, account)?;
        let roles = everything::<Role>(r, account)?;
        let groups = everything::<Group>(r, account)?;
        let policies = everything::<ManagedPolicy>(r, account)?;
        let profiles = everything::<InstanceProfile>(r, account)?;
        let providers = everything::<OidcProvider>(r, account)?;
        let devices = everything::<MfaDevice>(r, account)?;
        let certificates = everything::<ServerCertificate>(r, account)?;
        let saml = everything::<SamlProvider>(r, account)?;
        let token_version = settings(r, account)?.token_version.unwrap_or(1);
        let versions = policies.iter().map(|policy| policy.versions.len()).sum();
        let counts = [
            ("Users", users.len()),
            ("Groups", groups.len()),
            ("Roles", roles.len()),
            ("Policies", policies.len()),
            ("PolicyVersionsInUse", versions),
            ("InstanceProfiles", profiles.len()),
            ("Providers", providers.len() + saml.len()),
            ("ServerCertificates", certificates.len()),
            ("MFADevices", devices.len()),
            ("MFADevicesInUse", devices.iter().filter(|device| device.user.is_some()).count()),
        ];
        Ok::<_, Refusal>((counts, token_version))
    });
    let (counts, token_version) = read.await?;
    // AWS's quotas, of which those that are kept are ours, too.
    const QUOTAS: &[(&str, i64)] = &[
        ("UsersQuota", 5000),
        ("GroupsQuota", 300),
        ("RolesQuota", 1000),
        ("PoliciesQuota", 1500),
        ("PolicyVersionsInUseQuota", 10_000),
        ("InstanceProfilesQuota", 1000),
        ("VersionsPerPolicyQuota", 5),
        ("GroupsPerUserQuota", 10),
        ("AccessKeysPerUserQuota", 2),
        ("AttachedPoliciesPerUserQuota", 10),
        ("AttachedPoliciesPerGroupQuota", 10),
        ("AttachedPoliciesPerRoleQuota", 10),
        ("UserPolicySizeQuota", 2048),
        ("GroupPolicySizeQuota", 5120),
        ("RolePolicySizeQuota", 10_240),
        ("PolicySizeQuota", 6144),
        ("AssumeRolePolicySizeQuota", 2048),
        ("SigningCertificatesPerUserQuota", 2),
        ("ServerCertificatesQuota", 20),
        ("AccountMFAEnabled", 0),
        ("AccountPasswordPresent", 0),
        ("AccountAccessKeysPresent", 1),
        ("AccountSigningCertificatesPresent", 0),
    ];
    let counts = counts.iter().map(|(name, count)| (*name, i64::try_from(*count).unwrap_or(i64::MAX)));
    let summary: BTreeMap<_, _> = counts
        .chain(QUOTAS.iter().copied())
        .chain([("GlobalEndpointTokenVersion", token_version)])
        .map(|(name, value)| (model::SummaryKeyType::from(name), value))
        .collect();
    Ok(model::GetAccountSummaryResponse { summary_map: Some(summary) })
}

async fn password_policy(
    iam: Arc<Iam>,
    context: Context,
    _: Nothing,
) -> Result<model::GetAccountPasswordPolicyResponse, AwsError> {
    let policy = iam.settings(&context).await?.password_policy;
    let policy = policy.ok_or_else(|| no_password_policy(&context.scope.account))?;
    Ok(model::GetAccountPasswordPolicyResponse {
        password_policy: Some(model::PasswordPolicy {
            minimum_password_length: Some(policy.minimum_length),
            require_symbols: Some(policy.require_symbols),
            require_numbers: Some(policy.require_numbers),
            require_uppercase_characters: Some(policy.require_uppercase),
            require_lowercase_characters: Some(policy.require_lowercase),
            allow_users_to_change_password: Some(policy.allow_change),
            expire_passwords: Some(policy.max_age_days.is_some_and(|days| days > 0)),
            max_password_age: policy.max_age_days,
            password_reuse_prevention: policy.reuse_prevention,
            hard_expiry: policy.hard_expiry,
        }),
    })
}

/// What isn't given goes back to its default, as AWS says.
async fn update_password_policy(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateAccountPasswordPolicyRequest,
) -> Result<(), AwsError> {
    let policy = PasswordPolicy {
        minimum_length: input.minimum_password_length.unwrap_or(6),
        require_symbols: input.require_symbols.unwrap_or(false),
        require_numbers: input.require_numbers.unwrap_or(false),
        require_uppercase: input.require_uppercase_characters.unwrap_or(false),
        require_lowercase: input.require_lowercase_characters.unwrap_or(false),
        allow_change: input.allow_users_to_change_password.unwrap_or(false),
        max_age_days: input.max_password_age,
        reuse_prevention: input.password_reuse_prevention,
        hard_expiry: input.hard_expiry,
    };
    let changed = iam.change_settings(&context, move |settings| {
        settings.password_policy = Some(policy.clone());
        Ok(())
    });
    Ok(changed.await?)
}

async fn delete_password_policy(iam: Arc<Iam>, context: Context, _: Nothing) -> Result<(), AwsError> {
    let account = context.scope.account.clone();
    let changed = iam.change_settings(&context, move |settings| {
        settings.password_policy.take().map(|_| ()).ok_or_else(|| no_password_policy(&account))
    });
    Ok(changed.await?)
}

/// AWS's tokens of version 1 aren't good in all regions. Ours are, whichever version they are said to have.
async fn set_token_version(
    iam: Arc<Iam>,
    context: Context,
    input: model::SetSecurityTokenServicePreferencesRequest,
) -> Result<(), AwsError> {
    let second = input.global_endpoint_token_version.is_some_and(|version| version.as_str() == "v2Token");
    let changed = iam.change_settings(&context, move |settings| {
        settings.token_version = Some(if second { 2 } else { 1 });
        Ok(())
    });
    Ok(changed.await?)
}

fn no_password_policy(account: &AccountId) -> Refusal {
    Refusal::NoSuchEntity(format!("The Password Policy with domain name {account} cannot be found."))
}
