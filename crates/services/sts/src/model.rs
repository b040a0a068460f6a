//! Shapes of AWS Security Token Service (2011-06-15). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{
    Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum,
};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "sts",
    signing_name: "sts",
    api_version: "2011-06-15",
    target_prefix: "",
    json_version: "",
    xml_namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    protocol: Protocol::Query,
    capital_messages: &[],
    operations: &[
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
        "AssumeRoot",
        "DecodeAuthorizationMessage",
        "GetAccessKeyInfo",
        "GetCallerIdentity",
        "GetDelegatedAccessToken",
        "GetFederationToken",
        "GetSessionToken",
        "GetWebIdentityToken",
    ],
};

pub struct GetCallerIdentity;

impl Operation for GetCallerIdentity {
    const NAME: &'static str = "GetCallerIdentity";
    const RESULT_WRAPPER: &'static str = "GetCallerIdentityResult";
    type Input = GetCallerIdentityRequest;
    type Output = GetCallerIdentityResponse;
}

pub struct AssumeRole;

impl Operation for AssumeRole {
    const NAME: &'static str = "AssumeRole";
    const RESULT_WRAPPER: &'static str = "AssumeRoleResult";
    type Input = AssumeRoleRequest;
    type Output = AssumeRoleResponse;
}

pub struct GetSessionToken;

impl Operation for GetSessionToken {
    const NAME: &'static str = "GetSessionToken";
    const RESULT_WRAPPER: &'static str = "GetSessionTokenResult";
    type Input = GetSessionTokenRequest;
    type Output = GetSessionTokenResponse;
}

pub struct GetFederationToken;

impl Operation for GetFederationToken {
    const NAME: &'static str = "GetFederationToken";
    const RESULT_WRAPPER: &'static str = "GetFederationTokenResult";
    type Input = GetFederationTokenRequest;
    type Output = GetFederationTokenResponse;
}

pub struct AssumeRoleWithWebIdentity;

impl Operation for AssumeRoleWithWebIdentity {
    const NAME: &'static str = "AssumeRoleWithWebIdentity";
    const RESULT_WRAPPER: &'static str = "AssumeRoleWithWebIdentityResult";
    type Input = AssumeRoleWithWebIdentityRequest;
    type Output = AssumeRoleWithWebIdentityResponse;
}

pub struct GetAccessKeyInfo;

impl Operation for GetAccessKeyInfo {
    const NAME: &'static str = "GetAccessKeyInfo";
    const RESULT_WRAPPER: &'static str = "GetAccessKeyInfoResult";
    type Input = GetAccessKeyInfoRequest;
    type Output = GetAccessKeyInfoResponse;
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AssumeRoleRequest {
    #[serde(rename = "RoleArn", skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    #[serde(rename = "RoleSessionName", skip_serializing_if = "Option::is_none")]
    pub role_session_name: Option<String>,
    #[serde(rename = "PolicyArns", skip_serializing_if = "Option::is_none")]
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    #[serde(rename = "DurationSeconds", skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<i64>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "TransitiveTagKeys", skip_serializing_if = "Option::is_none")]
    pub transitive_tag_keys: Option<Vec<String>>,
    #[serde(rename = "ExternalId", skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "TokenCode", skip_serializing_if = "Option::is_none")]
    pub token_code: Option<String>,
    #[serde(rename = "SourceIdentity", skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    #[serde(rename = "ProvidedContexts", skip_serializing_if = "Option::is_none")]
    pub provided_contexts: Option<Vec<ProvidedContext>>,
}

impl Validate for AssumeRoleRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleArn", self.role_arn.is_some());
        if let Some(value) = &self.role_arn {
            found.within("RoleArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+"), ..Constraint::NONE });
            });
        }
        found.required("RoleSessionName", self.role_session_name.is_some());
        if let Some(value) = &self.role_session_name {
            found.within("RoleSessionName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(2.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.policy_arns {
            found.within("PolicyArns", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.policy {
            found.within("Policy", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.duration_seconds {
            found.within("DurationSeconds", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(900.0), max: Some(43200.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.transitive_tag_keys {
            found.within("TransitiveTagKeys", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.external_id {
            found.within("ExternalId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(2.0),
                        max: Some(1224.0),
                        pattern: Some("[\\w+=,.@:\\/-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.token_code {
            found.within("TokenCode", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(6.0),
                        max: Some(6.0),
                        pattern: Some("[\\d]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.source_identity {
            found.within("SourceIdentity", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(2.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.provided_contexts {
            found.within("ProvidedContexts", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(5.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AssumeRoleResponse {
    #[serde(rename = "Credentials", skip_serializing_if = "Option::is_none")]
    pub credentials: Option<Credentials>,
    #[serde(rename = "AssumedRoleUser", skip_serializing_if = "Option::is_none")]
    pub assumed_role_user: Option<AssumedRoleUser>,
    #[serde(rename = "PackedPolicySize", skip_serializing_if = "Option::is_none")]
    pub packed_policy_size: Option<i64>,
    #[serde(rename = "SourceIdentity", skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AssumeRoleWithWebIdentityRequest {
    #[serde(rename = "RoleArn", skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    #[serde(rename = "RoleSessionName", skip_serializing_if = "Option::is_none")]
    pub role_session_name: Option<String>,
    #[serde(rename = "WebIdentityToken", skip_serializing_if = "Option::is_none")]
    pub web_identity_token: Option<String>,
    #[serde(rename = "ProviderId", skip_serializing_if = "Option::is_none")]
    pub provider_id: Option<String>,
    #[serde(rename = "PolicyArns", skip_serializing_if = "Option::is_none")]
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    #[serde(rename = "DurationSeconds", skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<i64>,
}

impl std::fmt::Debug for AssumeRoleWithWebIdentityRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AssumeRoleWithWebIdentityRequest")
            .field("role_arn", &self.role_arn)
            .field("role_session_name", &self.role_session_name)
            .field("provider_id", &self.provider_id)
            .field("policy_arns", &self.policy_arns)
            .field("policy", &self.policy)
            .field("duration_seconds", &self.duration_seconds)
            .finish_non_exhaustive()
    }
}

impl Validate for AssumeRoleWithWebIdentityRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleArn", self.role_arn.is_some());
        if let Some(value) = &self.role_arn {
            found.within("RoleArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+"), ..Constraint::NONE });
            });
        }
        found.required("RoleSessionName", self.role_session_name.is_some());
        if let Some(value) = &self.role_session_name {
            found.within("RoleSessionName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(2.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("WebIdentityToken", self.web_identity_token.is_some());
        if let Some(value) = &self.web_identity_token {
            found.within("WebIdentityToken", |found| {
                found.hidden_text(
                    value,
                    &Constraint { min: Some(4.0), max: Some(20000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.provider_id {
            found.within("ProviderId", |found| {
                found.text(value, &Constraint { min: Some(4.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.policy_arns {
            found.within("PolicyArns", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.policy {
            found.within("Policy", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.duration_seconds {
            found.within("DurationSeconds", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(900.0), max: Some(43200.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AssumeRoleWithWebIdentityResponse {
    #[serde(rename = "Credentials", skip_serializing_if = "Option::is_none")]
    pub credentials: Option<Credentials>,
    #[serde(rename = "SubjectFromWebIdentityToken", skip_serializing_if = "Option::is_none")]
    pub subject_from_web_identity_token: Option<String>,
    #[serde(rename = "AssumedRoleUser", skip_serializing_if = "Option::is_none")]
    pub assumed_role_user: Option<AssumedRoleUser>,
    #[serde(rename = "PackedPolicySize", skip_serializing_if = "Option::is_none")]
    pub packed_policy_size: Option<i64>,
    #[serde(rename = "Provider", skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    #[serde(rename = "Audience", skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    #[serde(rename = "SourceIdentity", skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AssumedRoleUser {
    #[serde(rename = "AssumedRoleId", skip_serializing_if = "Option::is_none")]
    pub assumed_role_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Credentials {
    #[serde(rename = "AccessKeyId", skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    #[serde(rename = "SecretAccessKey", skip_serializing_if = "Option::is_none")]
    pub secret_access_key: Option<String>,
    #[serde(rename = "SessionToken", skip_serializing_if = "Option::is_none")]
    pub session_token: Option<String>,
    #[serde(rename = "Expiration", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<Time>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("session_token", &self.session_token)
            .field("expiration", &self.expiration)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FederatedUser {
    #[serde(rename = "FederatedUserId", skip_serializing_if = "Option::is_none")]
    pub federated_user_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetAccessKeyInfoRequest {
    #[serde(rename = "AccessKeyId", skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
}

impl Validate for GetAccessKeyInfoRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("AccessKeyId", self.access_key_id.is_some());
        if let Some(value) = &self.access_key_id {
            found.within("AccessKeyId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(16.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetAccessKeyInfoResponse {
    #[serde(rename = "Account", skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetCallerIdentityRequest {}

impl Validate for GetCallerIdentityRequest {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetCallerIdentityResponse {
    #[serde(rename = "UserId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(rename = "Account", skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetFederationTokenRequest {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    #[serde(rename = "PolicyArns", skip_serializing_if = "Option::is_none")]
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    #[serde(rename = "DurationSeconds", skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<i64>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for GetFederationTokenRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("Name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("Name", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(2.0),
                        max: Some(32.0),
                        pattern: Some("[\\w+=,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.policy {
            found.within("Policy", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.policy_arns {
            found.within("PolicyArns", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.duration_seconds {
            found.within("DurationSeconds", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(900.0), max: Some(129600.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetFederationTokenResponse {
    #[serde(rename = "Credentials", skip_serializing_if = "Option::is_none")]
    pub credentials: Option<Credentials>,
    #[serde(rename = "FederatedUser", skip_serializing_if = "Option::is_none")]
    pub federated_user: Option<FederatedUser>,
    #[serde(rename = "PackedPolicySize", skip_serializing_if = "Option::is_none")]
    pub packed_policy_size: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetSessionTokenRequest {
    #[serde(rename = "DurationSeconds", skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<i64>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "TokenCode", skip_serializing_if = "Option::is_none")]
    pub token_code: Option<String>,
}

impl Validate for GetSessionTokenRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.duration_seconds {
            found.within("DurationSeconds", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(900.0), max: Some(129600.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.token_code {
            found.within("TokenCode", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(6.0),
                        max: Some(6.0),
                        pattern: Some("[\\d]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetSessionTokenResponse {
    #[serde(rename = "Credentials", skip_serializing_if = "Option::is_none")]
    pub credentials: Option<Credentials>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyDescriptorType {
    #[serde(rename = "arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
}

impl Validate for PolicyDescriptorType {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.arn {
            found.within("arn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProvidedContext {
    #[serde(rename = "ProviderArn", skip_serializing_if = "Option::is_none")]
    pub provider_arn: Option<String>,
    #[serde(rename = "ContextAssertion", skip_serializing_if = "Option::is_none")]
    pub context_assertion: Option<String>,
}

impl Validate for ProvidedContext {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.provider_arn {
            found.within("ProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+"), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.context_assertion {
            found.within("ContextAssertion", |found| {
                found.text(value, &Constraint { min: Some(4.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validate for Tag {
    fn validate(&self, found: &mut Violations) {
        found.required("Key", self.key.is_some());
        if let Some(value) = &self.key {
            found.within("Key", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Value", self.value.is_some());
        if let Some(value) = &self.value {
            found.within("Value", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(0.0),
                        max: Some(256.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}
