//! Passwords: whether one is good enough for the account's policy, and ChangePassword. Kept is a hash, which is asked for the old
//! password and for those that must not come back.

use std::num::NonZeroU32;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use neargate_core::{Principal, Timestamp, random_bytes};
use neargate_identity::records::{LoginProfile, PasswordHash, PasswordPolicy, User};
use neargate_wire::authorize::Access;
use neargate_wire::{AwsError, Context, Service};
use ring::pbkdf2;

use crate::refusal::Refusal;
use crate::{Iam, model};

const ROUNDS: NonZeroU32 = NonZeroU32::new(50_000).expect("not zero");
const HASH_BYTES: usize = 32;
/// What a policy may forbid to come back, at most.
const MAX_KEPT: usize = 24;
/// Where the account has no policy of its own.
const DEFAULT_LENGTH: usize = 8;
const SYMBOLS: &str = "! @ # $ % ^ & * ( ) _ + - = [ ] { } | '";

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    service.guarded(
        model::ChangePassword,
        iam,
        |iam, context, _| {
            Box::pin(async move {
                // The account's policy may let everybody change their own.
                let policy = iam.settings(context).await?.password_policy;
                if policy.is_some_and(|policy| policy.allow_change) {
                    return Ok(Vec::new());
                }
                Ok(vec![Access::new("iam:ChangePassword", context.principal.arn())])
            })
        },
        change,
    )
}

async fn change(
    iam: Arc<Iam>,
    context: Context,
    input: model::ChangePasswordRequest,
) -> Result<(), AwsError> {
    let Principal::User(caller) = &context.principal else {
        let text = "Only IAM Users can change their own password";
        return Err(Refusal::Other("InvalidUserType", 400, text.to_owned()).into());
    };
    let (old, new) = (input.old_password.unwrap_or_default(), input.new_password.unwrap_or_default());
    let policy = iam.settings(&context).await?.password_policy;
    check(policy.as_ref(), iam.identity.enforces(), &caller.name, &new)?;
    let (fresh, now) = (hash(&new), iam.now());
    let changed = iam.change(&context, &caller.name, move |_, user: &mut User| {
        let none = Refusal::NoSuchEntity(format!("Login Profile for User {} cannot be found.", user.name));
        let login = user.login.as_mut().ok_or(none)?;
        if !login.passwords.first().is_some_and(|current| is(current, &old)) {
            return Err(Refusal::Other("AccessDenied", 403, "The old password was incorrect.".to_owned()));
        }
        let forbidden = policy.as_ref().and_then(|policy| policy.reuse_prevention).unwrap_or(0);
        let forbidden = usize::try_from(forbidden).unwrap_or(0);
        if login.passwords.iter().take(forbidden).any(|before| is(before, &new)) {
            return Err(violation(
                "Policy constraint violation with password reuse prevention during password change.",
            ));
        }
        replace(login, fresh.clone(), now);
        login.reset_required = false;
        Ok(())
    });
    Ok(changed.await?)
}

pub(crate) fn replace(login: &mut LoginProfile, fresh: PasswordHash, now: Timestamp) {
    login.passwords.insert(0, fresh);
    login.passwords.truncate(MAX_KEPT);
    login.changed = Some(now);
}

/// Whether a password is good enough. AWS's own demands, for accounts without a policy, are made where rights have limits.
pub(crate) fn check(
    policy: Option<&PasswordPolicy>,
    enforcing: bool,
    user: &str,
    password: &str,
) -> Result<(), Refusal> {
    let has = |is: fn(char) -> bool| password.chars().any(is);
    let symbols = format!("of the following symbols: {SYMBOLS}");
    let kinds = [
        (has(|c| c.is_ascii_uppercase()), "uppercase letter"),
        (has(|c| c.is_ascii_lowercase()), "lowercase letter"),
        (has(|c| c.is_ascii_digit()), "number"),
        (has(|c| SYMBOLS.contains(c) && c != ' '), &*symbols),
    ];
    let length = password.chars().count();
    let Some(policy) = policy else {
        let kinds = kinds.iter().filter(|(has, _)| *has).count();
        if enforcing && (length < DEFAULT_LENGTH || kinds < 3 || password == user) {
            return Err(violation(
                "Password does not conform to the account password policy: at least 8 characters of three kinds.",
            ));
        }
        return Ok(());
    };
    if i64::try_from(length).unwrap_or(i64::MAX) < policy.minimum_length {
        let least = policy.minimum_length;
        return Err(violation(format!("Password should have a minimum length of {least}")));
    }
    let wanted =
        [policy.require_uppercase, policy.require_lowercase, policy.require_numbers, policy.require_symbols];
    match kinds.iter().zip(wanted).find(|((has, _), wanted)| *wanted && !has) {
        Some(((_, kind), _)) => Err(violation(format!("Password should have at least one {kind}"))),
        None => Ok(()),
    }
}

fn violation(text: impl Into<String>) -> Refusal {
    Refusal::Other("PasswordPolicyViolation", 400, text.into())
}

pub(crate) fn hash(password: &str) -> PasswordHash {
    let salt = random_bytes::<16>();
    let mut hash = [0; HASH_BYTES];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, &salt, password.as_bytes(), &mut hash);
    PasswordHash { salt: STANDARD.encode(salt), hash: STANDARD.encode(hash) }
}

fn is(kept: &PasswordHash, password: &str) -> bool {
    let (Ok(salt), Ok(hash)) = (STANDARD.decode(&kept.salt), STANDARD.decode(&kept.hash)) else {
        return false;
    };
    pbkdf2::verify(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, &salt, password.as_bytes(), &hash).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_its_passwords() {
        let kept = hash("correct horse");
        assert!(is(&kept, "correct horse") && !is(&kept, "Correct horse"));
        assert_ne!(kept, hash("correct horse"), "salted");
    }

    #[test]
    fn the_policy_is_told_by_what_is_missing() {
        let policy = PasswordPolicy {
            minimum_length: 10,
            require_symbols: true,
            require_numbers: true,
            require_uppercase: true,
            require_lowercase: true,
            allow_change: true,
            max_age_days: None,
            reuse_prevention: None,
            hard_expiry: None,
        };
        let told =
            |password| check(Some(&policy), true, "u", password).map_err(|refusal| refusal.to_string());
        assert_eq!(told("Abcdef1!xy"), Ok(()));
        assert_eq!(told("Ab1!"), Err("Password should have a minimum length of 10".to_owned()));
        assert_eq!(told("abcdef1!xy"), Err("Password should have at least one uppercase letter".to_owned()));
        assert_eq!(told("Abcdefg!xy"), Err("Password should have at least one number".to_owned()));
        assert!(told("Abcdef12xy").expect_err("no symbol").contains("symbols: !"));
        assert!(check(None, false, "u", "x").is_ok() && check(None, true, "u", "secretsecret").is_err());
        assert!(check(None, true, "u", "Secret12").is_ok());
    }
}
