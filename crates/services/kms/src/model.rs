//! Shapes of AWS Key Management Service (2014-11-01). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{
    Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum,
};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "kms",
    signing_name: "kms",
    api_version: "2014-11-01",
    target_prefix: "TrentService",
    json_version: "1.1",
    xml_namespace: "",
    protocol: Protocol::Json,
    capital_messages: &[],
    operations: &[
        "CancelKeyDeletion",
        "ConnectCustomKeyStore",
        "CreateAlias",
        "CreateCustomKeyStore",
        "CreateGrant",
        "CreateKey",
        "Decrypt",
        "DeleteAlias",
        "DeleteCustomKeyStore",
        "DeleteImportedKeyMaterial",
        "DeriveSharedSecret",
        "DescribeCustomKeyStores",
        "DescribeKey",
        "DisableKey",
        "DisableKeyRotation",
        "DisconnectCustomKeyStore",
        "EnableKey",
        "EnableKeyRotation",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "GenerateMac",
        "GenerateRandom",
        "GetKeyLastUsage",
        "GetKeyPolicy",
        "GetKeyRotationStatus",
        "GetParametersForImport",
        "GetPublicKey",
        "ImportKeyMaterial",
        "ListAliases",
        "ListGrants",
        "ListKeyPolicies",
        "ListKeyRotations",
        "ListKeys",
        "ListResourceTags",
        "ListRetirableGrants",
        "PutKeyPolicy",
        "ReEncrypt",
        "ReplicateKey",
        "RetireGrant",
        "RevokeGrant",
        "RotateKeyOnDemand",
        "ScheduleKeyDeletion",
        "Sign",
        "TagResource",
        "UntagResource",
        "UpdateAlias",
        "UpdateCustomKeyStore",
        "UpdateKeyDescription",
        "UpdatePrimaryRegion",
        "Verify",
        "VerifyMac",
    ],
};

pub struct CancelKeyDeletion;

impl Operation for CancelKeyDeletion {
    const NAME: &'static str = "CancelKeyDeletion";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CancelKeyDeletionRequest;
    type Output = CancelKeyDeletionResponse;
}

pub struct CreateAlias;

impl Operation for CreateAlias {
    const NAME: &'static str = "CreateAlias";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateAliasRequest;
    type Output = ();
}

pub struct CreateGrant;

impl Operation for CreateGrant {
    const NAME: &'static str = "CreateGrant";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateGrantRequest;
    type Output = CreateGrantResponse;
}

pub struct CreateKey;

impl Operation for CreateKey {
    const NAME: &'static str = "CreateKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateKeyRequest;
    type Output = CreateKeyResponse;
}

pub struct Decrypt;

impl Operation for Decrypt {
    const NAME: &'static str = "Decrypt";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DecryptRequest;
    type Output = DecryptResponse;
}

pub struct DeleteAlias;

impl Operation for DeleteAlias {
    const NAME: &'static str = "DeleteAlias";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteAliasRequest;
    type Output = ();
}

pub struct DescribeKey;

impl Operation for DescribeKey {
    const NAME: &'static str = "DescribeKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeKeyRequest;
    type Output = DescribeKeyResponse;
}

pub struct DisableKey;

impl Operation for DisableKey {
    const NAME: &'static str = "DisableKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DisableKeyRequest;
    type Output = ();
}

pub struct DisableKeyRotation;

impl Operation for DisableKeyRotation {
    const NAME: &'static str = "DisableKeyRotation";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DisableKeyRotationRequest;
    type Output = ();
}

pub struct EnableKey;

impl Operation for EnableKey {
    const NAME: &'static str = "EnableKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = EnableKeyRequest;
    type Output = ();
}

pub struct EnableKeyRotation;

impl Operation for EnableKeyRotation {
    const NAME: &'static str = "EnableKeyRotation";
    const RESULT_WRAPPER: &'static str = "";
    type Input = EnableKeyRotationRequest;
    type Output = ();
}

pub struct Encrypt;

impl Operation for Encrypt {
    const NAME: &'static str = "Encrypt";
    const RESULT_WRAPPER: &'static str = "";
    type Input = EncryptRequest;
    type Output = EncryptResponse;
}

pub struct GenerateDataKey;

impl Operation for GenerateDataKey {
    const NAME: &'static str = "GenerateDataKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GenerateDataKeyRequest;
    type Output = GenerateDataKeyResponse;
}

pub struct GenerateDataKeyWithoutPlaintext;

impl Operation for GenerateDataKeyWithoutPlaintext {
    const NAME: &'static str = "GenerateDataKeyWithoutPlaintext";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GenerateDataKeyWithoutPlaintextRequest;
    type Output = GenerateDataKeyWithoutPlaintextResponse;
}

pub struct GenerateMac;

impl Operation for GenerateMac {
    const NAME: &'static str = "GenerateMac";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GenerateMacRequest;
    type Output = GenerateMacResponse;
}

pub struct GenerateRandom;

impl Operation for GenerateRandom {
    const NAME: &'static str = "GenerateRandom";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GenerateRandomRequest;
    type Output = GenerateRandomResponse;
}

pub struct GetKeyPolicy;

impl Operation for GetKeyPolicy {
    const NAME: &'static str = "GetKeyPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetKeyPolicyRequest;
    type Output = GetKeyPolicyResponse;
}

pub struct GetKeyRotationStatus;

impl Operation for GetKeyRotationStatus {
    const NAME: &'static str = "GetKeyRotationStatus";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetKeyRotationStatusRequest;
    type Output = GetKeyRotationStatusResponse;
}

pub struct GetPublicKey;

impl Operation for GetPublicKey {
    const NAME: &'static str = "GetPublicKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetPublicKeyRequest;
    type Output = GetPublicKeyResponse;
}

pub struct ListAliases;

impl Operation for ListAliases {
    const NAME: &'static str = "ListAliases";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListAliasesRequest;
    type Output = ListAliasesResponse;
}

pub struct ListGrants;

impl Operation for ListGrants {
    const NAME: &'static str = "ListGrants";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListGrantsRequest;
    type Output = ListGrantsResponse;
}

pub struct ListKeyPolicies;

impl Operation for ListKeyPolicies {
    const NAME: &'static str = "ListKeyPolicies";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListKeyPoliciesRequest;
    type Output = ListKeyPoliciesResponse;
}

pub struct ListKeyRotations;

impl Operation for ListKeyRotations {
    const NAME: &'static str = "ListKeyRotations";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListKeyRotationsRequest;
    type Output = ListKeyRotationsResponse;
}

pub struct ListKeys;

impl Operation for ListKeys {
    const NAME: &'static str = "ListKeys";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListKeysRequest;
    type Output = ListKeysResponse;
}

pub struct ListResourceTags;

impl Operation for ListResourceTags {
    const NAME: &'static str = "ListResourceTags";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListResourceTagsRequest;
    type Output = ListResourceTagsResponse;
}

pub struct ListRetirableGrants;

impl Operation for ListRetirableGrants {
    const NAME: &'static str = "ListRetirableGrants";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListRetirableGrantsRequest;
    type Output = ListGrantsResponse;
}

pub struct PutKeyPolicy;

impl Operation for PutKeyPolicy {
    const NAME: &'static str = "PutKeyPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutKeyPolicyRequest;
    type Output = ();
}

pub struct ReEncrypt;

impl Operation for ReEncrypt {
    const NAME: &'static str = "ReEncrypt";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ReEncryptRequest;
    type Output = ReEncryptResponse;
}

pub struct RetireGrant;

impl Operation for RetireGrant {
    const NAME: &'static str = "RetireGrant";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RetireGrantRequest;
    type Output = ();
}

pub struct RevokeGrant;

impl Operation for RevokeGrant {
    const NAME: &'static str = "RevokeGrant";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RevokeGrantRequest;
    type Output = ();
}

pub struct RotateKeyOnDemand;

impl Operation for RotateKeyOnDemand {
    const NAME: &'static str = "RotateKeyOnDemand";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RotateKeyOnDemandRequest;
    type Output = RotateKeyOnDemandResponse;
}

pub struct ScheduleKeyDeletion;

impl Operation for ScheduleKeyDeletion {
    const NAME: &'static str = "ScheduleKeyDeletion";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ScheduleKeyDeletionRequest;
    type Output = ScheduleKeyDeletionResponse;
}

pub struct Sign;

impl Operation for Sign {
    const NAME: &'static str = "Sign";
    const RESULT_WRAPPER: &'static str = "";
    type Input = SignRequest;
    type Output = SignResponse;
}

pub struct TagResource;

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagResourceRequest;
    type Output = ();
}

pub struct UntagResource;

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagResourceRequest;
    type Output = ();
}

pub struct UpdateAlias;

impl Operation for UpdateAlias {
    const NAME: &'static str = "UpdateAlias";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateAliasRequest;
    type Output = ();
}

pub struct UpdateKeyDescription;

impl Operation for UpdateKeyDescription {
    const NAME: &'static str = "UpdateKeyDescription";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateKeyDescriptionRequest;
    type Output = ();
}

pub struct Verify;

impl Operation for Verify {
    const NAME: &'static str = "Verify";
    const RESULT_WRAPPER: &'static str = "";
    type Input = VerifyRequest;
    type Output = VerifyResponse;
}

pub struct VerifyMac;

impl Operation for VerifyMac {
    const NAME: &'static str = "VerifyMac";
    const RESULT_WRAPPER: &'static str = "";
    type Input = VerifyMacRequest;
    type Output = VerifyMacResponse;
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AliasListEntry {
    #[serde(rename = "AliasName", skip_serializing_if = "Option::is_none")]
    pub alias_name: Option<String>,
    #[serde(rename = "AliasArn", skip_serializing_if = "Option::is_none")]
    pub alias_arn: Option<String>,
    #[serde(rename = "TargetKeyId", skip_serializing_if = "Option::is_none")]
    pub target_key_id: Option<String>,
    #[serde(rename = "CreationDate", skip_serializing_if = "Option::is_none")]
    pub creation_date: Option<Time>,
    #[serde(rename = "LastUpdatedDate", skip_serializing_if = "Option::is_none")]
    pub last_updated_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CancelKeyDeletionRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

impl Validate for CancelKeyDeletionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CancelKeyDeletionResponse {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateAliasRequest {
    #[serde(rename = "AliasName", skip_serializing_if = "Option::is_none")]
    pub alias_name: Option<String>,
    #[serde(rename = "TargetKeyId", skip_serializing_if = "Option::is_none")]
    pub target_key_id: Option<String>,
}

impl Validate for CreateAliasRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("aliasName", self.alias_name.is_some());
        if let Some(value) = &self.alias_name {
            found.within("aliasName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("^[a-zA-Z0-9:/_-]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("targetKeyId", self.target_key_id.is_some());
        if let Some(value) = &self.target_key_id {
            found.within("targetKeyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateGrantRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "GranteePrincipal", skip_serializing_if = "Option::is_none")]
    pub grantee_principal: Option<String>,
    #[serde(rename = "RetiringPrincipal", skip_serializing_if = "Option::is_none")]
    pub retiring_principal: Option<String>,
    #[serde(rename = "Operations", skip_serializing_if = "Option::is_none")]
    pub operations: Option<Vec<GrantOperation>>,
    #[serde(rename = "Constraints", skip_serializing_if = "Option::is_none")]
    pub constraints: Option<GrantConstraints>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl Validate for CreateGrantRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("granteePrincipal", self.grantee_principal.is_some());
        if let Some(value) = &self.grantee_principal {
            found.within("granteePrincipal", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("^[\\w+=,.@:/-]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.retiring_principal {
            found.within("retiringPrincipal", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("^[\\w+=,.@:/-]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("operations", self.operations.is_some());
        if let Some(value) = &self.operations {
            found.within("operations", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(GrantOperation::NAMES),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("^[a-zA-Z0-9:/_-]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateGrantResponse {
    #[serde(rename = "GrantToken", skip_serializing_if = "Option::is_none")]
    pub grant_token: Option<String>,
    #[serde(rename = "GrantId", skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateKeyRequest {
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "KeyUsage", skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<KeyUsageType>,
    #[serde(rename = "CustomerMasterKeySpec", skip_serializing_if = "Option::is_none")]
    pub customer_master_key_spec: Option<CustomerMasterKeySpec>,
    #[serde(rename = "KeySpec", skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<KeySpec>,
    #[serde(rename = "Origin", skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginType>,
    #[serde(rename = "CustomKeyStoreId", skip_serializing_if = "Option::is_none")]
    pub custom_key_store_id: Option<String>,
    #[serde(rename = "BypassPolicyLockoutSafetyCheck", skip_serializing_if = "Option::is_none")]
    pub bypass_policy_lockout_safety_check: Option<bool>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "MultiRegion", skip_serializing_if = "Option::is_none")]
    pub multi_region: Option<bool>,
    #[serde(rename = "XksKeyId", skip_serializing_if = "Option::is_none")]
    pub xks_key_id: Option<String>,
}

impl Validate for CreateKeyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.policy {
            found.within("policy", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.description {
            found.within("description", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(8192.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.key_usage {
            found.within("keyUsage", |found| {
                found.member_of(value.as_str(), KeyUsageType::NAMES);
            });
        }
        if let Some(value) = &self.customer_master_key_spec {
            found.within("customerMasterKeySpec", |found| {
                found.member_of(value.as_str(), CustomerMasterKeySpec::NAMES);
            });
        }
        if let Some(value) = &self.key_spec {
            found.within("keySpec", |found| {
                found.member_of(value.as_str(), KeySpec::NAMES);
            });
        }
        if let Some(value) = &self.origin {
            found.within("origin", |found| {
                found.member_of(value.as_str(), OriginType::NAMES);
            });
        }
        if let Some(value) = &self.custom_key_store_id {
            found.within("customKeyStoreId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.xks_key_id {
            found.within("xksKeyId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^[a-zA-Z0-9-_.]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateKeyResponse {
    #[serde(rename = "KeyMetadata", skip_serializing_if = "Option::is_none")]
    pub key_metadata: Option<KeyMetadata>,
}

string_enum! {
    pub enum CustomerMasterKeySpec {
        Rsa2048 = "RSA_2048",
        Rsa3072 = "RSA_3072",
        Rsa4096 = "RSA_4096",
        EccNistP256 = "ECC_NIST_P256",
        EccNistP384 = "ECC_NIST_P384",
        EccNistP521 = "ECC_NIST_P521",
        EccSecgP256k1 = "ECC_SECG_P256K1",
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        Hmac224 = "HMAC_224",
        Hmac256 = "HMAC_256",
        Hmac384 = "HMAC_384",
        Hmac512 = "HMAC_512",
        Sm2 = "SM2",
    }
}

string_enum! {
    pub enum DataKeySpec {
        Aes256 = "AES_256",
        Aes128 = "AES_128",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DecryptRequest {
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    #[serde(rename = "EncryptionContext", skip_serializing_if = "Option::is_none")]
    pub encryption_context: Option<BTreeMap<String, String>>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "EncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    #[serde(rename = "Recipient", skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientInfo>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    #[serde(rename = "DryRunModifiers", skip_serializing_if = "Option::is_none")]
    pub dry_run_modifiers: Option<Vec<DryRunModifierType>>,
}

impl Validate for DecryptRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.encryption_algorithm {
            found.within("encryptionAlgorithm", |found| {
                found.member_of(value.as_str(), EncryptionAlgorithmSpec::NAMES);
            });
        }
        if let Some(value) = &self.recipient {
            found.within("recipient", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.dry_run_modifiers {
            found.within("dryRunModifiers", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(DryRunModifierType::NAMES),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DecryptResponse {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Plaintext", skip_serializing_if = "Option::is_none")]
    pub plaintext: Option<Blob>,
    #[serde(rename = "EncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    #[serde(rename = "CiphertextForRecipient", skip_serializing_if = "Option::is_none")]
    pub ciphertext_for_recipient: Option<Blob>,
    #[serde(rename = "KeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
}

impl std::fmt::Debug for DecryptResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DecryptResponse")
            .field("key_id", &self.key_id)
            .field("encryption_algorithm", &self.encryption_algorithm)
            .field("ciphertext_for_recipient", &self.ciphertext_for_recipient)
            .field("key_material_id", &self.key_material_id)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteAliasRequest {
    #[serde(rename = "AliasName", skip_serializing_if = "Option::is_none")]
    pub alias_name: Option<String>,
}

impl Validate for DeleteAliasRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("aliasName", self.alias_name.is_some());
        if let Some(value) = &self.alias_name {
            found.within("aliasName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("^[a-zA-Z0-9:/_-]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeKeyRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
}

impl Validate for DescribeKeyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeKeyResponse {
    #[serde(rename = "KeyMetadata", skip_serializing_if = "Option::is_none")]
    pub key_metadata: Option<KeyMetadata>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DisableKeyRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

impl Validate for DisableKeyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DisableKeyRotationRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

impl Validate for DisableKeyRotationRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

string_enum! {
    pub enum DryRunModifierType {
        IgnoreCiphertext = "IGNORE_CIPHERTEXT",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EnableKeyRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

impl Validate for EnableKeyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EnableKeyRotationRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "RotationPeriodInDays", skip_serializing_if = "Option::is_none")]
    pub rotation_period_in_days: Option<i64>,
}

impl Validate for EnableKeyRotationRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.rotation_period_in_days {
            found.within("rotationPeriodInDays", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(90.0), max: Some(2560.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EncryptRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Plaintext", skip_serializing_if = "Option::is_none")]
    pub plaintext: Option<Blob>,
    #[serde(rename = "EncryptionContext", skip_serializing_if = "Option::is_none")]
    pub encryption_context: Option<BTreeMap<String, String>>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "EncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl std::fmt::Debug for EncryptRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EncryptRequest")
            .field("key_id", &self.key_id)
            .field("encryption_context", &self.encryption_context)
            .field("grant_tokens", &self.grant_tokens)
            .field("encryption_algorithm", &self.encryption_algorithm)
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}

impl Validate for EncryptRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("plaintext", self.plaintext.is_some());
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.encryption_algorithm {
            found.within("encryptionAlgorithm", |found| {
                found.member_of(value.as_str(), EncryptionAlgorithmSpec::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EncryptResponse {
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "EncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
}

string_enum! {
    pub enum EncryptionAlgorithmSpec {
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        RsaesOaepSha1 = "RSAES_OAEP_SHA_1",
        RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
        Sm2pke = "SM2PKE",
    }
}

string_enum! {
    pub enum ExpirationModelType {
        KeyMaterialExpires = "KEY_MATERIAL_EXPIRES",
        KeyMaterialDoesNotExpire = "KEY_MATERIAL_DOES_NOT_EXPIRE",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateDataKeyRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "EncryptionContext", skip_serializing_if = "Option::is_none")]
    pub encryption_context: Option<BTreeMap<String, String>>,
    #[serde(rename = "NumberOfBytes", skip_serializing_if = "Option::is_none")]
    pub number_of_bytes: Option<i64>,
    #[serde(rename = "KeySpec", skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<DataKeySpec>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "Recipient", skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientInfo>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl Validate for GenerateDataKeyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.number_of_bytes {
            found.within("numberOfBytes", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1024.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.key_spec {
            found.within("keySpec", |found| {
                found.member_of(value.as_str(), DataKeySpec::NAMES);
            });
        }
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.recipient {
            found.within("recipient", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateDataKeyResponse {
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    #[serde(rename = "Plaintext", skip_serializing_if = "Option::is_none")]
    pub plaintext: Option<Blob>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "CiphertextForRecipient", skip_serializing_if = "Option::is_none")]
    pub ciphertext_for_recipient: Option<Blob>,
    #[serde(rename = "KeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
}

impl std::fmt::Debug for GenerateDataKeyResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GenerateDataKeyResponse")
            .field("ciphertext_blob", &self.ciphertext_blob)
            .field("key_id", &self.key_id)
            .field("ciphertext_for_recipient", &self.ciphertext_for_recipient)
            .field("key_material_id", &self.key_material_id)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateDataKeyWithoutPlaintextRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "EncryptionContext", skip_serializing_if = "Option::is_none")]
    pub encryption_context: Option<BTreeMap<String, String>>,
    #[serde(rename = "KeySpec", skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<DataKeySpec>,
    #[serde(rename = "NumberOfBytes", skip_serializing_if = "Option::is_none")]
    pub number_of_bytes: Option<i64>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl Validate for GenerateDataKeyWithoutPlaintextRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.key_spec {
            found.within("keySpec", |found| {
                found.member_of(value.as_str(), DataKeySpec::NAMES);
            });
        }
        if let Some(value) = &self.number_of_bytes {
            found.within("numberOfBytes", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1024.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateDataKeyWithoutPlaintextResponse {
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "KeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateMacRequest {
    #[serde(rename = "Message", skip_serializing_if = "Option::is_none")]
    pub message: Option<Blob>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "MacAlgorithm", skip_serializing_if = "Option::is_none")]
    pub mac_algorithm: Option<MacAlgorithmSpec>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl std::fmt::Debug for GenerateMacRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GenerateMacRequest")
            .field("key_id", &self.key_id)
            .field("mac_algorithm", &self.mac_algorithm)
            .field("grant_tokens", &self.grant_tokens)
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}

impl Validate for GenerateMacRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("message", self.message.is_some());
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("macAlgorithm", self.mac_algorithm.is_some());
        if let Some(value) = &self.mac_algorithm {
            found.within("macAlgorithm", |found| {
                found.member_of(value.as_str(), MacAlgorithmSpec::NAMES);
            });
        }
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateMacResponse {
    #[serde(rename = "Mac", skip_serializing_if = "Option::is_none")]
    pub mac: Option<Blob>,
    #[serde(rename = "MacAlgorithm", skip_serializing_if = "Option::is_none")]
    pub mac_algorithm: Option<MacAlgorithmSpec>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateRandomRequest {
    #[serde(rename = "NumberOfBytes", skip_serializing_if = "Option::is_none")]
    pub number_of_bytes: Option<i64>,
    #[serde(rename = "CustomKeyStoreId", skip_serializing_if = "Option::is_none")]
    pub custom_key_store_id: Option<String>,
    #[serde(rename = "Recipient", skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientInfo>,
}

impl Validate for GenerateRandomRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.number_of_bytes {
            found.within("numberOfBytes", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1024.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.custom_key_store_id {
            found.within("customKeyStoreId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.recipient {
            found.within("recipient", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateRandomResponse {
    #[serde(rename = "Plaintext", skip_serializing_if = "Option::is_none")]
    pub plaintext: Option<Blob>,
    #[serde(rename = "CiphertextForRecipient", skip_serializing_if = "Option::is_none")]
    pub ciphertext_for_recipient: Option<Blob>,
}

impl std::fmt::Debug for GenerateRandomResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GenerateRandomResponse")
            .field("ciphertext_for_recipient", &self.ciphertext_for_recipient)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetKeyPolicyRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

impl Validate for GetKeyPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.policy_name {
            found.within("policyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetKeyPolicyResponse {
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetKeyRotationStatusRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

impl Validate for GetKeyRotationStatusRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetKeyRotationStatusResponse {
    #[serde(rename = "KeyRotationEnabled", skip_serializing_if = "Option::is_none")]
    pub key_rotation_enabled: Option<bool>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "RotationPeriodInDays", skip_serializing_if = "Option::is_none")]
    pub rotation_period_in_days: Option<i64>,
    #[serde(rename = "NextRotationDate", skip_serializing_if = "Option::is_none")]
    pub next_rotation_date: Option<Time>,
    #[serde(rename = "OnDemandRotationStartDate", skip_serializing_if = "Option::is_none")]
    pub on_demand_rotation_start_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetPublicKeyRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
}

impl Validate for GetPublicKeyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetPublicKeyResponse {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "PublicKey", skip_serializing_if = "Option::is_none")]
    pub public_key: Option<Blob>,
    #[serde(rename = "CustomerMasterKeySpec", skip_serializing_if = "Option::is_none")]
    pub customer_master_key_spec: Option<CustomerMasterKeySpec>,
    #[serde(rename = "KeySpec", skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<KeySpec>,
    #[serde(rename = "KeyUsage", skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<KeyUsageType>,
    #[serde(rename = "EncryptionAlgorithms", skip_serializing_if = "Option::is_none")]
    pub encryption_algorithms: Option<Vec<EncryptionAlgorithmSpec>>,
    #[serde(rename = "SigningAlgorithms", skip_serializing_if = "Option::is_none")]
    pub signing_algorithms: Option<Vec<SigningAlgorithmSpec>>,
    #[serde(rename = "KeyAgreementAlgorithms", skip_serializing_if = "Option::is_none")]
    pub key_agreement_algorithms: Option<Vec<KeyAgreementAlgorithmSpec>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GrantConstraints {
    #[serde(rename = "EncryptionContextSubset", skip_serializing_if = "Option::is_none")]
    pub encryption_context_subset: Option<BTreeMap<String, String>>,
    #[serde(rename = "EncryptionContextEquals", skip_serializing_if = "Option::is_none")]
    pub encryption_context_equals: Option<BTreeMap<String, String>>,
}

impl Validate for GrantConstraints {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GrantListEntry {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "GrantId", skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "CreationDate", skip_serializing_if = "Option::is_none")]
    pub creation_date: Option<Time>,
    #[serde(rename = "GranteePrincipal", skip_serializing_if = "Option::is_none")]
    pub grantee_principal: Option<String>,
    #[serde(rename = "RetiringPrincipal", skip_serializing_if = "Option::is_none")]
    pub retiring_principal: Option<String>,
    #[serde(rename = "IssuingAccount", skip_serializing_if = "Option::is_none")]
    pub issuing_account: Option<String>,
    #[serde(rename = "Operations", skip_serializing_if = "Option::is_none")]
    pub operations: Option<Vec<GrantOperation>>,
    #[serde(rename = "Constraints", skip_serializing_if = "Option::is_none")]
    pub constraints: Option<GrantConstraints>,
}

string_enum! {
    pub enum GrantOperation {
        Decrypt = "Decrypt",
        Encrypt = "Encrypt",
        GenerateDataKey = "GenerateDataKey",
        GenerateDataKeyWithoutPlaintext = "GenerateDataKeyWithoutPlaintext",
        ReEncryptFrom = "ReEncryptFrom",
        ReEncryptTo = "ReEncryptTo",
        Sign = "Sign",
        Verify = "Verify",
        GetPublicKey = "GetPublicKey",
        CreateGrant = "CreateGrant",
        RetireGrant = "RetireGrant",
        DescribeKey = "DescribeKey",
        GenerateDataKeyPair = "GenerateDataKeyPair",
        GenerateDataKeyPairWithoutPlaintext = "GenerateDataKeyPairWithoutPlaintext",
        GenerateMac = "GenerateMac",
        VerifyMac = "VerifyMac",
        DeriveSharedSecret = "DeriveSharedSecret",
    }
}

string_enum! {
    pub enum ImportState {
        Imported = "IMPORTED",
        PendingImport = "PENDING_IMPORT",
    }
}

string_enum! {
    pub enum IncludeKeyMaterial {
        AllKeyMaterial = "ALL_KEY_MATERIAL",
        RotationsOnly = "ROTATIONS_ONLY",
    }
}

string_enum! {
    pub enum KeyAgreementAlgorithmSpec {
        Ecdh = "ECDH",
    }
}

string_enum! {
    pub enum KeyEncryptionMechanism {
        RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KeyListEntry {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "KeyArn", skip_serializing_if = "Option::is_none")]
    pub key_arn: Option<String>,
}

string_enum! {
    pub enum KeyManagerType {
        Aws = "AWS",
        Customer = "CUSTOMER",
    }
}

string_enum! {
    pub enum KeyMaterialState {
        NonCurrent = "NON_CURRENT",
        Current = "CURRENT",
        PendingRotation = "PENDING_ROTATION",
        PendingMultiRegionImportAndRotation = "PENDING_MULTI_REGION_IMPORT_AND_ROTATION",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KeyMetadata {
    #[serde(rename = "AWSAccountId", skip_serializing_if = "Option::is_none")]
    pub aws_account_id: Option<String>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreationDate", skip_serializing_if = "Option::is_none")]
    pub creation_date: Option<Time>,
    #[serde(rename = "Enabled", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "KeyUsage", skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<KeyUsageType>,
    #[serde(rename = "KeyState", skip_serializing_if = "Option::is_none")]
    pub key_state: Option<KeyState>,
    #[serde(rename = "DeletionDate", skip_serializing_if = "Option::is_none")]
    pub deletion_date: Option<Time>,
    #[serde(rename = "ValidTo", skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Time>,
    #[serde(rename = "Origin", skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginType>,
    #[serde(rename = "CustomKeyStoreId", skip_serializing_if = "Option::is_none")]
    pub custom_key_store_id: Option<String>,
    #[serde(rename = "CloudHsmClusterId", skip_serializing_if = "Option::is_none")]
    pub cloud_hsm_cluster_id: Option<String>,
    #[serde(rename = "ExpirationModel", skip_serializing_if = "Option::is_none")]
    pub expiration_model: Option<ExpirationModelType>,
    #[serde(rename = "KeyManager", skip_serializing_if = "Option::is_none")]
    pub key_manager: Option<KeyManagerType>,
    #[serde(rename = "CustomerMasterKeySpec", skip_serializing_if = "Option::is_none")]
    pub customer_master_key_spec: Option<CustomerMasterKeySpec>,
    #[serde(rename = "KeySpec", skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<KeySpec>,
    #[serde(rename = "EncryptionAlgorithms", skip_serializing_if = "Option::is_none")]
    pub encryption_algorithms: Option<Vec<EncryptionAlgorithmSpec>>,
    #[serde(rename = "SigningAlgorithms", skip_serializing_if = "Option::is_none")]
    pub signing_algorithms: Option<Vec<SigningAlgorithmSpec>>,
    #[serde(rename = "KeyAgreementAlgorithms", skip_serializing_if = "Option::is_none")]
    pub key_agreement_algorithms: Option<Vec<KeyAgreementAlgorithmSpec>>,
    #[serde(rename = "MultiRegion", skip_serializing_if = "Option::is_none")]
    pub multi_region: Option<bool>,
    #[serde(rename = "MultiRegionConfiguration", skip_serializing_if = "Option::is_none")]
    pub multi_region_configuration: Option<MultiRegionConfiguration>,
    #[serde(rename = "PendingDeletionWindowInDays", skip_serializing_if = "Option::is_none")]
    pub pending_deletion_window_in_days: Option<i64>,
    #[serde(rename = "MacAlgorithms", skip_serializing_if = "Option::is_none")]
    pub mac_algorithms: Option<Vec<MacAlgorithmSpec>>,
    #[serde(rename = "XksKeyConfiguration", skip_serializing_if = "Option::is_none")]
    pub xks_key_configuration: Option<XksKeyConfigurationType>,
    #[serde(rename = "CurrentKeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub current_key_material_id: Option<String>,
}

string_enum! {
    pub enum KeySpec {
        Rsa2048 = "RSA_2048",
        Rsa3072 = "RSA_3072",
        Rsa4096 = "RSA_4096",
        EccNistP256 = "ECC_NIST_P256",
        EccNistP384 = "ECC_NIST_P384",
        EccNistP521 = "ECC_NIST_P521",
        EccSecgP256k1 = "ECC_SECG_P256K1",
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        Hmac224 = "HMAC_224",
        Hmac256 = "HMAC_256",
        Hmac384 = "HMAC_384",
        Hmac512 = "HMAC_512",
        Sm2 = "SM2",
        MlDsa44 = "ML_DSA_44",
        MlDsa65 = "ML_DSA_65",
        MlDsa87 = "ML_DSA_87",
        EccNistEdwards25519 = "ECC_NIST_EDWARDS25519",
    }
}

string_enum! {
    pub enum KeyState {
        Creating = "Creating",
        Enabled = "Enabled",
        Disabled = "Disabled",
        PendingDeletion = "PendingDeletion",
        PendingImport = "PendingImport",
        PendingReplicaDeletion = "PendingReplicaDeletion",
        Unavailable = "Unavailable",
        Updating = "Updating",
    }
}

string_enum! {
    pub enum KeyUsageType {
        SignVerify = "SIGN_VERIFY",
        EncryptDecrypt = "ENCRYPT_DECRYPT",
        GenerateVerifyMac = "GENERATE_VERIFY_MAC",
        KeyAgreement = "KEY_AGREEMENT",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAliasesRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for ListAliasesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1024.0),
                        pattern: Some("[\\u0020-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAliasesResponse {
    #[serde(rename = "Aliases", skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Vec<AliasListEntry>>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListGrantsRequest {
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "GrantId", skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    #[serde(rename = "GranteePrincipal", skip_serializing_if = "Option::is_none")]
    pub grantee_principal: Option<String>,
}

impl Validate for ListGrantsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1024.0),
                        pattern: Some("[\\u0020-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.grant_id {
            found.within("grantId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(128.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.grantee_principal {
            found.within("granteePrincipal", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("^[\\w+=,.@:/-]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListGrantsResponse {
    #[serde(rename = "Grants", skip_serializing_if = "Option::is_none")]
    pub grants: Option<Vec<GrantListEntry>>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListKeyPoliciesRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for ListKeyPoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1024.0),
                        pattern: Some("[\\u0020-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListKeyPoliciesResponse {
    #[serde(rename = "PolicyNames", skip_serializing_if = "Option::is_none")]
    pub policy_names: Option<Vec<String>>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListKeyRotationsRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "IncludeKeyMaterial", skip_serializing_if = "Option::is_none")]
    pub include_key_material: Option<IncludeKeyMaterial>,
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for ListKeyRotationsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.include_key_material {
            found.within("includeKeyMaterial", |found| {
                found.member_of(value.as_str(), IncludeKeyMaterial::NAMES);
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1024.0),
                        pattern: Some("[\\u0020-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListKeyRotationsResponse {
    #[serde(rename = "Rotations", skip_serializing_if = "Option::is_none")]
    pub rotations: Option<Vec<RotationsListEntry>>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListKeysRequest {
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for ListKeysRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1024.0),
                        pattern: Some("[\\u0020-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListKeysResponse {
    #[serde(rename = "Keys", skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<KeyListEntry>>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListResourceTagsRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for ListResourceTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1024.0),
                        pattern: Some("[\\u0020-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListResourceTagsResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListRetirableGrantsRequest {
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "RetiringPrincipal", skip_serializing_if = "Option::is_none")]
    pub retiring_principal: Option<String>,
}

impl Validate for ListRetirableGrantsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1024.0),
                        pattern: Some("[\\u0020-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("retiringPrincipal", self.retiring_principal.is_some());
        if let Some(value) = &self.retiring_principal {
            found.within("retiringPrincipal", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("^[\\w+=,.@:/-]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

string_enum! {
    pub enum MacAlgorithmSpec {
        HmacSha224 = "HMAC_SHA_224",
        HmacSha256 = "HMAC_SHA_256",
        HmacSha384 = "HMAC_SHA_384",
        HmacSha512 = "HMAC_SHA_512",
    }
}

string_enum! {
    pub enum MessageType {
        Raw = "RAW",
        Digest = "DIGEST",
        ExternalMu = "EXTERNAL_MU",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MultiRegionConfiguration {
    #[serde(rename = "MultiRegionKeyType", skip_serializing_if = "Option::is_none")]
    pub multi_region_key_type: Option<MultiRegionKeyType>,
    #[serde(rename = "PrimaryKey", skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<MultiRegionKey>,
    #[serde(rename = "ReplicaKeys", skip_serializing_if = "Option::is_none")]
    pub replica_keys: Option<Vec<MultiRegionKey>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MultiRegionKey {
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

string_enum! {
    pub enum MultiRegionKeyType {
        Primary = "PRIMARY",
        Replica = "REPLICA",
    }
}

string_enum! {
    pub enum OriginType {
        AwsKms = "AWS_KMS",
        External = "EXTERNAL",
        AwsCloudhsm = "AWS_CLOUDHSM",
        ExternalKeyStore = "EXTERNAL_KEY_STORE",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutKeyPolicyRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    #[serde(rename = "BypassPolicyLockoutSafetyCheck", skip_serializing_if = "Option::is_none")]
    pub bypass_policy_lockout_safety_check: Option<bool>,
}

impl Validate for PutKeyPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.policy_name {
            found.within("policyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("policy", self.policy.is_some());
        if let Some(value) = &self.policy {
            found.within("policy", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReEncryptRequest {
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    #[serde(rename = "SourceEncryptionContext", skip_serializing_if = "Option::is_none")]
    pub source_encryption_context: Option<BTreeMap<String, String>>,
    #[serde(rename = "SourceKeyId", skip_serializing_if = "Option::is_none")]
    pub source_key_id: Option<String>,
    #[serde(rename = "DestinationKeyId", skip_serializing_if = "Option::is_none")]
    pub destination_key_id: Option<String>,
    #[serde(rename = "DestinationEncryptionContext", skip_serializing_if = "Option::is_none")]
    pub destination_encryption_context: Option<BTreeMap<String, String>>,
    #[serde(rename = "SourceEncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub source_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    #[serde(rename = "DestinationEncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub destination_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    #[serde(rename = "DryRunModifiers", skip_serializing_if = "Option::is_none")]
    pub dry_run_modifiers: Option<Vec<DryRunModifierType>>,
}

impl Validate for ReEncryptRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.source_key_id {
            found.within("sourceKeyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("destinationKeyId", self.destination_key_id.is_some());
        if let Some(value) = &self.destination_key_id {
            found.within("destinationKeyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.source_encryption_algorithm {
            found.within("sourceEncryptionAlgorithm", |found| {
                found.member_of(value.as_str(), EncryptionAlgorithmSpec::NAMES);
            });
        }
        if let Some(value) = &self.destination_encryption_algorithm {
            found.within("destinationEncryptionAlgorithm", |found| {
                found.member_of(value.as_str(), EncryptionAlgorithmSpec::NAMES);
            });
        }
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.dry_run_modifiers {
            found.within("dryRunModifiers", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(DryRunModifierType::NAMES),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReEncryptResponse {
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    #[serde(rename = "SourceKeyId", skip_serializing_if = "Option::is_none")]
    pub source_key_id: Option<String>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "SourceEncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub source_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    #[serde(rename = "DestinationEncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub destination_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    #[serde(rename = "SourceKeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub source_key_material_id: Option<String>,
    #[serde(rename = "DestinationKeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub destination_key_material_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RecipientInfo {
    #[serde(rename = "KeyEncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub key_encryption_algorithm: Option<KeyEncryptionMechanism>,
    #[serde(rename = "AttestationDocument", skip_serializing_if = "Option::is_none")]
    pub attestation_document: Option<Blob>,
}

impl Validate for RecipientInfo {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.key_encryption_algorithm {
            found.within("keyEncryptionAlgorithm", |found| {
                found.member_of(value.as_str(), KeyEncryptionMechanism::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RetireGrantRequest {
    #[serde(rename = "GrantToken", skip_serializing_if = "Option::is_none")]
    pub grant_token: Option<String>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "GrantId", skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl Validate for RetireGrantRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.grant_token {
            found.within("grantToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.grant_id {
            found.within("grantId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(128.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RevokeGrantRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "GrantId", skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl Validate for RevokeGrantRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("grantId", self.grant_id.is_some());
        if let Some(value) = &self.grant_id {
            found.within("grantId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(128.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RotateKeyOnDemandRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

impl Validate for RotateKeyOnDemandRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RotateKeyOnDemandResponse {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

string_enum! {
    pub enum RotationType {
        Automatic = "AUTOMATIC",
        OnDemand = "ON_DEMAND",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RotationsListEntry {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "KeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
    #[serde(rename = "KeyMaterialDescription", skip_serializing_if = "Option::is_none")]
    pub key_material_description: Option<String>,
    #[serde(rename = "ImportState", skip_serializing_if = "Option::is_none")]
    pub import_state: Option<ImportState>,
    #[serde(rename = "KeyMaterialState", skip_serializing_if = "Option::is_none")]
    pub key_material_state: Option<KeyMaterialState>,
    #[serde(rename = "ExpirationModel", skip_serializing_if = "Option::is_none")]
    pub expiration_model: Option<ExpirationModelType>,
    #[serde(rename = "ValidTo", skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Time>,
    #[serde(rename = "RotationDate", skip_serializing_if = "Option::is_none")]
    pub rotation_date: Option<Time>,
    #[serde(rename = "RotationType", skip_serializing_if = "Option::is_none")]
    pub rotation_type: Option<RotationType>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ScheduleKeyDeletionRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "PendingWindowInDays", skip_serializing_if = "Option::is_none")]
    pub pending_window_in_days: Option<i64>,
}

impl Validate for ScheduleKeyDeletionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.pending_window_in_days {
            found.within("pendingWindowInDays", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(365.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ScheduleKeyDeletionResponse {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "DeletionDate", skip_serializing_if = "Option::is_none")]
    pub deletion_date: Option<Time>,
    #[serde(rename = "KeyState", skip_serializing_if = "Option::is_none")]
    pub key_state: Option<KeyState>,
    #[serde(rename = "PendingWindowInDays", skip_serializing_if = "Option::is_none")]
    pub pending_window_in_days: Option<i64>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SignRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Message", skip_serializing_if = "Option::is_none")]
    pub message: Option<Blob>,
    #[serde(rename = "MessageType", skip_serializing_if = "Option::is_none")]
    pub message_type: Option<MessageType>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "SigningAlgorithm", skip_serializing_if = "Option::is_none")]
    pub signing_algorithm: Option<SigningAlgorithmSpec>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl std::fmt::Debug for SignRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignRequest")
            .field("key_id", &self.key_id)
            .field("message_type", &self.message_type)
            .field("grant_tokens", &self.grant_tokens)
            .field("signing_algorithm", &self.signing_algorithm)
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}

impl Validate for SignRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("message", self.message.is_some());
        if let Some(value) = &self.message_type {
            found.within("messageType", |found| {
                found.member_of(value.as_str(), MessageType::NAMES);
            });
        }
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        found.required("signingAlgorithm", self.signing_algorithm.is_some());
        if let Some(value) = &self.signing_algorithm {
            found.within("signingAlgorithm", |found| {
                found.member_of(value.as_str(), SigningAlgorithmSpec::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SignResponse {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Signature", skip_serializing_if = "Option::is_none")]
    pub signature: Option<Blob>,
    #[serde(rename = "SigningAlgorithm", skip_serializing_if = "Option::is_none")]
    pub signing_algorithm: Option<SigningAlgorithmSpec>,
}

string_enum! {
    pub enum SigningAlgorithmSpec {
        RsassaPssSha256 = "RSASSA_PSS_SHA_256",
        RsassaPssSha384 = "RSASSA_PSS_SHA_384",
        RsassaPssSha512 = "RSASSA_PSS_SHA_512",
        RsassaPkcs1V15Sha256 = "RSASSA_PKCS1_V1_5_SHA_256",
        RsassaPkcs1V15Sha384 = "RSASSA_PKCS1_V1_5_SHA_384",
        RsassaPkcs1V15Sha512 = "RSASSA_PKCS1_V1_5_SHA_512",
        EcdsaSha256 = "ECDSA_SHA_256",
        EcdsaSha384 = "ECDSA_SHA_384",
        EcdsaSha512 = "ECDSA_SHA_512",
        Sm2dsa = "SM2DSA",
        MlDsaShake256 = "ML_DSA_SHAKE_256",
        Ed25519Sha512 = "ED25519_SHA_512",
        Ed25519PhSha512 = "ED25519_PH_SHA_512",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    #[serde(rename = "TagKey", skip_serializing_if = "Option::is_none")]
    pub tag_key: Option<String>,
    #[serde(rename = "TagValue", skip_serializing_if = "Option::is_none")]
    pub tag_value: Option<String>,
}

impl Validate for Tag {
    fn validate(&self, found: &mut Violations) {
        found.required("tagKey", self.tag_key.is_some());
        if let Some(value) = &self.tag_key {
            found.within("tagKey", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(128.0), ..Constraint::NONE });
            });
        }
        found.required("tagValue", self.tag_value.is_some());
        if let Some(value) = &self.tag_value {
            found.within("tagValue", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagResourceRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
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
pub struct UntagResourceRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("tagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("tagKeys", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(128.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateAliasRequest {
    #[serde(rename = "AliasName", skip_serializing_if = "Option::is_none")]
    pub alias_name: Option<String>,
    #[serde(rename = "TargetKeyId", skip_serializing_if = "Option::is_none")]
    pub target_key_id: Option<String>,
}

impl Validate for UpdateAliasRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("aliasName", self.alias_name.is_some());
        if let Some(value) = &self.alias_name {
            found.within("aliasName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("^[a-zA-Z0-9:/_-]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("targetKeyId", self.target_key_id.is_some());
        if let Some(value) = &self.target_key_id {
            found.within("targetKeyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateKeyDescriptionRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Validate for UpdateKeyDescriptionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("description", self.description.is_some());
        if let Some(value) = &self.description {
            found.within("description", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(8192.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VerifyMacRequest {
    #[serde(rename = "Message", skip_serializing_if = "Option::is_none")]
    pub message: Option<Blob>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "MacAlgorithm", skip_serializing_if = "Option::is_none")]
    pub mac_algorithm: Option<MacAlgorithmSpec>,
    #[serde(rename = "Mac", skip_serializing_if = "Option::is_none")]
    pub mac: Option<Blob>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl std::fmt::Debug for VerifyMacRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifyMacRequest")
            .field("key_id", &self.key_id)
            .field("mac_algorithm", &self.mac_algorithm)
            .field("mac", &self.mac)
            .field("grant_tokens", &self.grant_tokens)
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}

impl Validate for VerifyMacRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("message", self.message.is_some());
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("macAlgorithm", self.mac_algorithm.is_some());
        if let Some(value) = &self.mac_algorithm {
            found.within("macAlgorithm", |found| {
                found.member_of(value.as_str(), MacAlgorithmSpec::NAMES);
            });
        }
        found.required("mac", self.mac.is_some());
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VerifyMacResponse {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "MacValid", skip_serializing_if = "Option::is_none")]
    pub mac_valid: Option<bool>,
    #[serde(rename = "MacAlgorithm", skip_serializing_if = "Option::is_none")]
    pub mac_algorithm: Option<MacAlgorithmSpec>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VerifyRequest {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Message", skip_serializing_if = "Option::is_none")]
    pub message: Option<Blob>,
    #[serde(rename = "MessageType", skip_serializing_if = "Option::is_none")]
    pub message_type: Option<MessageType>,
    #[serde(rename = "Signature", skip_serializing_if = "Option::is_none")]
    pub signature: Option<Blob>,
    #[serde(rename = "SigningAlgorithm", skip_serializing_if = "Option::is_none")]
    pub signing_algorithm: Option<SigningAlgorithmSpec>,
    #[serde(rename = "GrantTokens", skip_serializing_if = "Option::is_none")]
    pub grant_tokens: Option<Vec<String>>,
    #[serde(rename = "DryRun", skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

impl std::fmt::Debug for VerifyRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifyRequest")
            .field("key_id", &self.key_id)
            .field("message_type", &self.message_type)
            .field("signature", &self.signature)
            .field("signing_algorithm", &self.signing_algorithm)
            .field("grant_tokens", &self.grant_tokens)
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}

impl Validate for VerifyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("keyId", self.key_id.is_some());
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("message", self.message.is_some());
        if let Some(value) = &self.message_type {
            found.within("messageType", |found| {
                found.member_of(value.as_str(), MessageType::NAMES);
            });
        }
        found.required("signature", self.signature.is_some());
        found.required("signingAlgorithm", self.signing_algorithm.is_some());
        if let Some(value) = &self.signing_algorithm {
            found.within("signingAlgorithm", |found| {
                found.member_of(value.as_str(), SigningAlgorithmSpec::NAMES);
            });
        }
        if let Some(value) = &self.grant_tokens {
            found.within("grantTokens", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(8192.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VerifyResponse {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "SignatureValid", skip_serializing_if = "Option::is_none")]
    pub signature_valid: Option<bool>,
    #[serde(rename = "SigningAlgorithm", skip_serializing_if = "Option::is_none")]
    pub signing_algorithm: Option<SigningAlgorithmSpec>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct XksKeyConfigurationType {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}
