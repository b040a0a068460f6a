//! Operations as callers see them.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use neargate_core::{AccountId, ManualClock, Principal, Scope, Timestamp, User};
use neargate_seal::{Keyring, MasterKeys};
use neargate_store::{Range, ReadRecords as _, Store};
use neargate_wire::Dispatcher;
use neargate_wire::authorize::{Access, Authorizer, Denial, Verdict};
use serde_json::{Value, json};

use crate::Kms;
use crate::records::{AliasRecord, DAY_MILLIS, GrantRecord, KeyRecord, MaterialRecord};

const NOW: i64 = 1_763_892_000_000;

struct Fixture {
    kms: Arc<Kms>,
    clock: Arc<ManualClock>,
    keyring: Keyring,
    store: Store,
    scope: Scope,
    dispatcher: Dispatcher,
}

impl Fixture {
    fn new() -> Self {
        Self::made(|dispatcher| dispatcher)
    }

    fn made(finish: impl FnOnce(Dispatcher) -> Dispatcher) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp(NOW)));
        let store = Store::in_memory().expect("a store in memory");
        let keyring = Keyring::new(MasterKeys::generate());
        let kms = Kms::new(store.clone(), clock.clone(), keyring.clone());
        let dispatcher = finish(Dispatcher::new(vec![kms.service()], "http://127.0.0.1:4566"));
        let scope = Scope { account: Default::default(), region: Default::default() };
        Self { kms, clock, keyring, store, scope, dispatcher }
    }

    async fn call(&self, operation: &'static str, input: Value) -> Result<Value, String> {
        let principal =
            Principal::Root { account: self.scope.account.clone(), access_key_id: "AKIAEXAMPLE".to_owned() };
        self.call_as(principal, operation, input).await
    }

    async fn call_as(&self, who: Principal, operation: &'static str, input: Value) -> Result<Value, String> {
        let answer = self.dispatcher.call_as(who, &self.scope, "kms", operation, &input).await;
        answer.map_err(|error| format!("{}: {}", error.code, error.message))
    }

    #[track_caller]
    fn ok(&self, operation: &'static str, input: Value) -> impl Future<Output = Value> + '_ {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.call(operation, input).await;
            answer.unwrap_or_else(|error| panic!("{operation}: {error} (called at {caller})"))
        }
    }

    async fn refused(&self, operation: &'static str, input: Value) -> String {
        self.call(operation, input).await.expect_err(operation)
    }

    async fn key(&self) -> String {
        self.key_of(json!({})).await
    }

    async fn key_of(&self, input: Value) -> String {
        let made = self.ok("CreateKey", input).await;
        made["KeyMetadata"]["KeyId"].as_str().expect("an id").to_owned()
    }

    fn arn(&self, id: &str) -> String {
        format!("arn:aws:kms:us-east-1:000000000000:key/{id}")
    }

    async fn encrypted(&self, key: &str, text: &str) -> Value {
        let input = json!({"KeyId": key, "Plaintext": b64(text)});
        self.ok("Encrypt", input).await["CiphertextBlob"].clone()
    }

    fn pass(&self, days: i64) {
        self.clock.advance(Duration::from_millis((days * DAY_MILLIS).unsigned_abs()));
    }
}

fn b64(text: &str) -> String {
    STANDARD.encode(text)
}

fn text(answer: &Value) -> String {
    let bytes = STANDARD.decode(answer["Plaintext"].as_str().expect("a plaintext")).expect("base64");
    String::from_utf8(bytes).expect("text")
}

#[tokio::test]
async fn a_key_is_made_and_described() {
    let fixture = Fixture::new();
    let made = fixture
        .ok("CreateKey", json!({"Description": "d", "Tags": [{"TagKey": "k", "TagValue": "v"}]}))
        .await;
    let metadata = &made["KeyMetadata"];
    let id = metadata["KeyId"].as_str().unwrap();
    assert_eq!(metadata["Arn"], fixture.arn(id).as_str());
    assert_eq!(metadata["KeyState"], "Enabled");
    assert_eq!(metadata["KeyManager"], "CUSTOMER");
    assert_eq!(metadata["EncryptionAlgorithms"], json!(["SYMMETRIC_DEFAULT"]));
    assert_eq!(metadata["MultiRegion"], false);
    let described = fixture.ok("DescribeKey", json!({"KeyId": id})).await;
    assert_eq!(described, made);
    let policy = fixture.ok("GetKeyPolicy", json!({"KeyId": id, "PolicyName": "default"})).await;
    assert!(policy["Policy"].as_str().unwrap().contains("arn:aws:iam::000000000000:root"));
    let missing = "1234abcd-12ab-34cd-56ef-1234567890ab";
    assert_eq!(
        fixture.refused("DescribeKey", json!({"KeyId": missing})).await,
        format!("NotFoundException: Key '{}' does not exist", fixture.arn(missing))
    );
    assert_eq!(
        fixture.refused("DescribeKey", json!({"KeyId": "alias/none"})).await,
        "NotFoundException: Alias arn:aws:kms:us-east-1:000000000000:alias/none is not found."
    );
    assert_eq!(
        fixture.refused("EnableKey", json!({"KeyId": "none"})).await,
        "NotFoundException: Invalid keyId 'none'"
    );
    let region = fixture.ok("CreateKey", json!({"MultiRegion": true})).await;
    assert!(region["KeyMetadata"]["KeyId"].as_str().unwrap().starts_with("mrk-"));
    assert_eq!(region["KeyMetadata"]["MultiRegionConfiguration"]["MultiRegionKeyType"], "PRIMARY");
}

#[tokio::test]
async fn keys_of_every_spec_say_what_they_are_for() {
    let fixture = Fixture::new();
    assert_eq!(
        fixture.refused("CreateKey", json!({"KeySpec": "HMAC_256"})).await,
        "ValidationException: You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys."
    );
    assert_eq!(
        fixture.refused("CreateKey", json!({"KeySpec": "HMAC_256", "KeyUsage": "SIGN_VERIFY"})).await,
        "ValidationException: KeyUsage SIGN_VERIFY is not compatible with KeySpec HMAC_256"
    );
    let rsa = fixture.refused("CreateKey", json!({"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"})).await;
    assert!(rsa.starts_with("NotImplemented"), "{rsa}");
}

#[tokio::test]
async fn a_ciphertext_opens_for_its_context_alone() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let context = json!({"purpose": "test", "who": "me"});
    let input = json!({"KeyId": key, "Plaintext": b64("hello"), "EncryptionContext": context});
    let made = fixture.ok("Encrypt", input).await;
    assert_eq!(made["KeyId"], fixture.arn(&key).as_str());
    let blob = &made["CiphertextBlob"];
    let opened = fixture.ok("Decrypt", json!({"CiphertextBlob": blob, "EncryptionContext": context})).await;
    assert_eq!((text(&opened), &opened["KeyId"]), ("hello".to_owned(), &made["KeyId"]));
    for other in [json!({}), json!({"purpose": "test"}), json!({"purpose": "test", "who": "you"})] {
        let input = json!({"CiphertextBlob": blob, "EncryptionContext": other});
        assert_eq!(fixture.refused("Decrypt", input).await, "InvalidCiphertextException: ");
    }
    let other = fixture.key().await;
    let input = json!({"CiphertextBlob": blob, "EncryptionContext": context, "KeyId": other});
    assert!(fixture.refused("Decrypt", input).await.starts_with("IncorrectKeyException"));
    let input = json!({"CiphertextBlob": b64("no ciphertext")});
    assert_eq!(fixture.refused("Decrypt", input).await, "InvalidCiphertextException: ");
}

#[tokio::test]
async fn no_byte_of_a_ciphertext_can_be_changed() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let blob = fixture.encrypted(&key, "hello").await;
    let bytes = STANDARD.decode(blob.as_str().unwrap()).unwrap();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let refused = fixture.refused("Decrypt", json!({"CiphertextBlob": STANDARD.encode(changed)})).await;
        let expected = ["InvalidCiphertextException", "AccessDeniedException: The ciphertext refers to"];
        assert!(expected.iter().any(|start| refused.starts_with(start)), "byte {at}: {refused}");
    }
}

#[tokio::test]
async fn plaintexts_have_bounds() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let input = |text: &str| json!({"KeyId": key, "Plaintext": b64(text)});
    fixture.ok("Encrypt", input(&"x".repeat(4096))).await;
    for (text, demand) in
        [(String::new(), "greater than or equal to 1"), ("x".repeat(4097), "less than or equal to 4096")]
    {
        assert_eq!(
            fixture.refused("Encrypt", input(&text)).await,
            format!(
                "ValidationException: 1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length {demand}"
            )
        );
    }
    let dry = json!({"KeyId": key, "Plaintext": b64("x"), "DryRun": true});
    assert_eq!(
        fixture.refused("Encrypt", dry).await,
        "DryRunOperationException: The request would have succeeded, but the DryRun option is set."
    );
}

#[tokio::test]
async fn a_rotated_key_opens_what_it_sealed_before() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let old = fixture.encrypted(&key, "old").await;
    let before = fixture.ok("Decrypt", json!({"CiphertextBlob": old})).await;
    fixture.ok("RotateKeyOnDemand", json!({"KeyId": key})).await;
    let new = fixture.encrypted(&key, "new").await;
    let after = fixture.ok("Decrypt", json!({"CiphertextBlob": new})).await;
    assert_ne!(before["KeyMaterialId"], after["KeyMaterialId"]);
    assert_eq!(text(&fixture.ok("Decrypt", json!({"CiphertextBlob": old})).await), "old");
    let rotations = fixture.ok("ListKeyRotations", json!({"KeyId": key})).await;
    assert_eq!(rotations["Rotations"].as_array().unwrap().len(), 1);
    assert_eq!(rotations["Rotations"][0]["RotationType"], "ON_DEMAND");
    let all =
        fixture.ok("ListKeyRotations", json!({"KeyId": key, "IncludeKeyMaterial": "ALL_KEY_MATERIAL"})).await;
    assert_eq!(all["Rotations"][1]["KeyMaterialState"], "NON_CURRENT");
}

#[tokio::test]
async fn rotation_by_itself_happens_when_it_is_time() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    fixture.ok("EnableKeyRotation", json!({"KeyId": key, "RotationPeriodInDays": 100})).await;
    let status = fixture.ok("GetKeyRotationStatus", json!({"KeyId": key})).await;
    assert_eq!((&status["KeyRotationEnabled"], &status["RotationPeriodInDays"]), (&json!(true), &json!(100)));
    fixture.pass(99);
    assert_eq!(fixture.kms.rotate_due().await.unwrap(), 0);
    fixture.pass(1);
    assert_eq!(fixture.kms.rotate_due().await.unwrap(), 1);
    assert_eq!(fixture.kms.rotate_due().await.unwrap(), 0);
    fixture.pass(100);
    fixture.ok("DisableKey", json!({"KeyId": key})).await;
    assert_eq!(fixture.kms.rotate_due().await.unwrap(), 0, "a disabled key waits");
    fixture.ok("EnableKey", json!({"KeyId": key})).await;
    fixture.ok("DisableKeyRotation", json!({"KeyId": key})).await;
    assert_eq!(fixture.kms.rotate_due().await.unwrap(), 0);
    let hmac = fixture.key_of(json!({"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"})).await;
    let refused = fixture.refused("EnableKeyRotation", json!({"KeyId": hmac})).await;
    assert_eq!(refused, "UnsupportedOperationException: ");
}

#[tokio::test]
async fn a_key_that_is_disabled_or_to_be_deleted_does_nothing() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let blob = fixture.encrypted(&key, "x").await;
    let arn = fixture.arn(&key);
    fixture.ok("DisableKey", json!({"KeyId": key})).await;
    let decrypt = json!({"CiphertextBlob": blob});
    assert_eq!(
        fixture.refused("Decrypt", decrypt.clone()).await,
        format!("DisabledException: {arn} is disabled.")
    );
    fixture.ok("EnableKey", json!({"KeyId": key})).await;
    let refused =
        fixture.refused("ScheduleKeyDeletion", json!({"KeyId": key, "PendingWindowInDays": 6})).await;
    assert!(refused.contains("Member must have value greater than or equal to 7"), "{refused}");
    let answer = fixture.ok("ScheduleKeyDeletion", json!({"KeyId": key, "PendingWindowInDays": 7})).await;
    assert_eq!(answer["KeyState"], "PendingDeletion");
    let pending = format!("KMSInvalidStateException: {arn} is pending deletion.");
    assert_eq!(fixture.refused("Decrypt", decrypt.clone()).await, pending);
    assert_eq!(fixture.refused("EnableKey", json!({"KeyId": key})).await, pending);
    fixture.ok("CancelKeyDeletion", json!({"KeyId": key})).await;
    let state = fixture.ok("DescribeKey", json!({"KeyId": key})).await;
    assert_eq!(state["KeyMetadata"]["KeyState"], "Disabled");
    let refused = fixture.refused("CancelKeyDeletion", json!({"KeyId": key})).await;
    assert_eq!(refused, format!("KMSInvalidStateException: {arn} is not pending deletion."));
}

#[tokio::test]
async fn a_deleted_key_leaves_nothing() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    fixture.ok("RotateKeyOnDemand", json!({"KeyId": key})).await;
    fixture.ok("CreateAlias", json!({"AliasName": "alias/a", "TargetKeyId": key})).await;
    let grantee = "arn:aws:iam::000000000000:user/u";
    fixture
        .ok("CreateGrant", json!({"KeyId": key, "GranteePrincipal": grantee, "Operations": ["Decrypt"]}))
        .await;
    let blob = fixture.encrypted(&key, "x").await;
    fixture.ok("ScheduleKeyDeletion", json!({"KeyId": key, "PendingWindowInDays": 7})).await;
    fixture.pass(6);
    assert_eq!(fixture.kms.sweep().await.unwrap(), 0);
    fixture.pass(1);
    // Before the sweep, too, it is out of reach.
    assert!(fixture.refused("DescribeKey", json!({"KeyId": key})).await.starts_with("NotFoundException"));
    assert_eq!(fixture.kms.sweep().await.unwrap(), 1);
    let refused = fixture.refused("Decrypt", json!({"CiphertextBlob": blob})).await;
    assert!(refused.starts_with("AccessDeniedException: The ciphertext refers to"), "{refused}");
    let left = fixture.store.read(|r| {
        let (account, region) = (fixture.scope.account.as_str(), fixture.scope.region.as_str());
        let all = Range::all();
        Ok::<_, neargate_store::Error>(
            r.list_records::<KeyRecord>(account, region, all)?.len()
                + r.list_records::<MaterialRecord>(account, region, all)?.len()
                + r.list_records::<AliasRecord>(account, region, all)?.len()
                + r.list_records::<GrantRecord>(account, region, all)?.len(),
        )
    });
    assert_eq!(left.await.unwrap(), 0);
}

#[tokio::test]
async fn aliases_lead_to_one_key_and_then_to_another() {
    let fixture = Fixture::new();
    let (one, two) = (fixture.key().await, fixture.key().await);
    fixture.ok("CreateAlias", json!({"AliasName": "alias/app", "TargetKeyId": one})).await;
    assert_eq!(
        fixture.refused("CreateAlias", json!({"AliasName": "alias/app", "TargetKeyId": two})).await,
        "AlreadyExistsException: An alias with the name arn:aws:kms:us-east-1:000000000000:alias/app already exists"
    );
    let encrypt = json!({"KeyId": "alias/app", "Plaintext": b64("x")});
    assert_eq!(fixture.ok("Encrypt", encrypt.clone()).await["KeyId"], fixture.arn(&one).as_str());
    fixture.ok("UpdateAlias", json!({"AliasName": "alias/app", "TargetKeyId": two})).await;
    assert_eq!(fixture.ok("Encrypt", encrypt).await["KeyId"], fixture.arn(&two).as_str());
    let listed = fixture.ok("ListAliases", json!({"KeyId": two})).await;
    assert_eq!(listed["Aliases"][0]["AliasName"], "alias/app");
    assert!(listed["Aliases"].as_array().unwrap().len() == 1);
    fixture.ok("DeleteAlias", json!({"AliasName": "alias/app"})).await;
    assert!(
        fixture
            .refused("DeleteAlias", json!({"AliasName": "alias/app"}))
            .await
            .starts_with("NotFoundException: Alias")
    );
    let target = |name: &str| json!({"AliasName": name, "TargetKeyId": one});
    assert_eq!(
        fixture.refused("CreateAlias", target("app")).await,
        "ValidationException: Invalid identifier"
    );
    assert_eq!(fixture.refused("CreateAlias", target("alias/aws/app")).await, "NotAuthorizedException: ");
    let refused = fixture.refused("CreateAlias", target("alias/a:b")).await;
    assert_eq!(refused, "InvalidAliasNameException: alias/a:b contains invalid characters for an alias");
}

#[tokio::test]
async fn listings_come_in_pages_without_gaps() {
    let fixture = Fixture::new();
    let mut keys = Vec::new();
    for number in 0..5 {
        let key = fixture.key().await;
        fixture.ok("CreateAlias", json!({"AliasName": format!("alias/{number}"), "TargetKeyId": key})).await;
        keys.push(key);
    }
    keys.sort();
    for (operation, list, member) in [("ListKeys", "Keys", "KeyId"), ("ListAliases", "Aliases", "AliasName")]
    {
        let whole = fixture.ok(operation, json!({})).await;
        for limit in [1, 2, 3, 5, 7] {
            let (mut seen, mut marker) = (Vec::new(), Value::Null);
            loop {
                let mut input = json!({"Limit": limit});
                if !marker.is_null() {
                    input["Marker"] = marker;
                }
                let page = fixture.ok(operation, input).await;
                let entries = page[list].as_array().unwrap();
                assert!(entries.len() <= limit);
                seen.extend(entries.iter().map(|entry| entry[member].clone()));
                assert_eq!(page["Truncated"], !page["NextMarker"].is_null());
                marker = page["NextMarker"].clone();
                if marker.is_null() {
                    break;
                }
            }
            let expected: Vec<_> =
                whole[list].as_array().unwrap().iter().map(|entry| entry[member].clone()).collect();
            assert_eq!(seen, expected, "{operation} by {limit}");
        }
    }
    let refused = fixture.refused("ListKeys", json!({"Marker": "x"})).await;
    assert!(refused.starts_with("InvalidMarkerException"), "{refused}");
}

#[tokio::test]
async fn managed_keys_come_into_being_when_somebody_asks() {
    let fixture = Fixture::new();
    let aliases = fixture.ok("ListAliases", json!({})).await;
    let of_ssm = |aliases: &Value| {
        aliases["Aliases"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["AliasName"] == "alias/aws/ssm")
            .cloned()
            .unwrap()
    };
    assert!(of_ssm(&aliases)["TargetKeyId"].is_null());
    assert_eq!(fixture.ok("ListKeys", json!({})).await["Keys"], json!([]));
    let made = fixture.ok("DescribeKey", json!({"KeyId": "alias/aws/ssm"})).await["KeyMetadata"].clone();
    assert_eq!(made["KeyManager"], "AWS");
    assert_eq!(fixture.ok("DescribeKey", json!({"KeyId": "alias/aws/ssm"})).await["KeyMetadata"], made);
    assert_eq!(of_ssm(&fixture.ok("ListAliases", json!({})).await)["TargetKeyId"], made["KeyId"]);
    let refused = fixture.refused("ScheduleKeyDeletion", json!({"KeyId": made["KeyId"]})).await;
    assert!(refused.starts_with("AccessDeniedException"), "{refused}");
}

#[tokio::test]
async fn data_keys_open_by_their_ciphertext() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let made = fixture
        .ok("GenerateDataKey", json!({"KeyId": key, "KeySpec": "AES_256", "EncryptionContext": {"a": "b"}}))
        .await;
    let opened = fixture
        .ok("Decrypt", json!({"CiphertextBlob": made["CiphertextBlob"], "EncryptionContext": {"a": "b"}}))
        .await;
    assert_eq!(opened["Plaintext"], made["Plaintext"]);
    assert_eq!(STANDARD.decode(made["Plaintext"].as_str().unwrap()).unwrap().len(), 32);
    let blind =
        fixture.ok("GenerateDataKeyWithoutPlaintext", json!({"KeyId": key, "NumberOfBytes": 64})).await;
    assert!(blind["Plaintext"].is_null());
    let opened = fixture.ok("Decrypt", json!({"CiphertextBlob": blind["CiphertextBlob"]})).await;
    assert_eq!(STANDARD.decode(opened["Plaintext"].as_str().unwrap()).unwrap().len(), 64);
    assert_eq!(
        fixture.refused("GenerateDataKey", json!({"KeyId": key})).await,
        "ValidationException: Please specify either number of bytes or key spec."
    );
    let random = fixture.ok("GenerateRandom", json!({"NumberOfBytes": 12})).await;
    assert_eq!(STANDARD.decode(random["Plaintext"].as_str().unwrap()).unwrap().len(), 12);
}

#[tokio::test]
async fn re_encryption_moves_a_value_to_another_key() {
    let fixture = Fixture::new();
    let (one, two) = (fixture.key().await, fixture.key().await);
    let blob = fixture.encrypted(&one, "x").await;
    let moved = fixture
        .ok("ReEncrypt", json!({"CiphertextBlob": blob, "DestinationKeyId": two, "DestinationEncryptionContext": {"a": "b"}}))
        .await;
    assert_eq!(
        (&moved["SourceKeyId"], &moved["KeyId"]),
        (&json!(fixture.arn(&one)), &json!(fixture.arn(&two)))
    );
    let input = json!({"CiphertextBlob": moved["CiphertextBlob"], "EncryptionContext": {"a": "b"}});
    assert_eq!(text(&fixture.ok("Decrypt", input).await), "x");
}

#[tokio::test]
async fn macs_and_signatures_are_verified() {
    let fixture = Fixture::new();
    for (spec, algorithm, bytes) in [
        ("HMAC_224", "HMAC_SHA_224", 28),
        ("HMAC_256", "HMAC_SHA_256", 32),
        ("HMAC_384", "HMAC_SHA_384", 48),
        ("HMAC_512", "HMAC_SHA_512", 64),
    ] {
        let key = fixture.key_of(json!({"KeySpec": spec, "KeyUsage": "GENERATE_VERIFY_MAC"})).await;
        let input = json!({"KeyId": key, "Message": b64("m"), "MacAlgorithm": algorithm});
        let made = fixture.ok("GenerateMac", input).await;
        assert_eq!(STANDARD.decode(made["Mac"].as_str().unwrap()).unwrap().len(), bytes);
        let verify = |message: &str| json!({"KeyId": key, "Message": b64(message), "MacAlgorithm": algorithm, "Mac": made["Mac"]});
        assert_eq!(fixture.ok("VerifyMac", verify("m")).await["MacValid"], true);
        assert_eq!(fixture.refused("VerifyMac", verify("n")).await, "KMSInvalidMacException: ");
        let refused = fixture.refused("Encrypt", json!({"KeyId": key, "Plaintext": b64("x")})).await;
        assert!(
            refused.contains("key usage is GENERATE_VERIFY_MAC which is not valid for Encrypt."),
            "{refused}"
        );
    }
    for (spec, algorithm, bytes) in [
        ("ECC_NIST_P256", "ECDSA_SHA_256", 91),
        ("ECC_NIST_P384", "ECDSA_SHA_384", 120),
        ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512", 44),
    ] {
        let key = fixture.key_of(json!({"KeySpec": spec, "KeyUsage": "SIGN_VERIFY"})).await;
        let made = fixture
            .ok("Sign", json!({"KeyId": key, "Message": b64("m"), "SigningAlgorithm": algorithm}))
            .await;
        let verify = |message: &str| json!({"KeyId": key, "Message": b64(message), "SigningAlgorithm": algorithm, "Signature": made["Signature"]});
        assert_eq!(fixture.ok("Verify", verify("m")).await["SignatureValid"], true);
        assert_eq!(fixture.refused("Verify", verify("n")).await, "KMSInvalidSignatureException: ");
        let public = fixture.ok("GetPublicKey", json!({"KeyId": key})).await;
        assert_eq!(STANDARD.decode(public["PublicKey"].as_str().unwrap()).unwrap().len(), bytes);
        let other = if spec == "ECC_NIST_P256" { "ECDSA_SHA_384" } else { "ECDSA_SHA_256" };
        let refused = fixture
            .refused("Sign", json!({"KeyId": key, "Message": b64("m"), "SigningAlgorithm": other}))
            .await;
        assert!(refused.starts_with("InvalidKeyUsageException"), "{refused}");
    }
}

#[tokio::test]
async fn a_policy_must_leave_a_way_to_change_it() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let put = |policy: Value, bypass: bool| json!({"KeyId": key, "PolicyName": "default", "Policy": policy.to_string(), "BypassPolicyLockoutSafetyCheck": bypass});
    let locked = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"},
    ]});
    assert_eq!(
        fixture.refused("PutKeyPolicy", put(locked.clone(), false)).await,
        "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future."
    );
    fixture.ok("PutKeyPolicy", put(locked.clone(), true)).await;
    let read = fixture.ok("GetKeyPolicy", json!({"KeyId": key})).await;
    assert_eq!(serde_json::from_str::<Value>(read["Policy"].as_str().unwrap()).unwrap(), locked);
    let refused = fixture.refused("PutKeyPolicy", json!({"KeyId": key, "Policy": "{"})).await;
    assert!(refused.starts_with("MalformedPolicyDocumentException"), "{refused}");
    let refused = fixture.refused("GetKeyPolicy", json!({"KeyId": key, "PolicyName": "other"})).await;
    assert_eq!(refused, "NotFoundException: No such policy exists");
    assert_eq!(fixture.ok("ListKeyPolicies", json!({"KeyId": key})).await["PolicyNames"], json!(["default"]));
}

#[tokio::test]
async fn another_account_needs_the_keys_policy_whoever_calls() {
    let fixture = Fixture::new();
    let key = fixture.arn(&fixture.key().await);
    let other: AccountId = "111122223333".parse().unwrap();
    let root = || Principal::Root { account: other.clone(), access_key_id: "AKIA".to_owned() };
    let encrypt = || json!({"KeyId": key, "Plaintext": b64("x")});
    let refused = fixture.call_as(root(), "Encrypt", encrypt()).await.unwrap_err();
    assert_eq!(
        refused,
        format!(
            "AccessDeniedException: User: arn:aws:iam::111122223333:root is not authorized to perform: kms:Encrypt on resource: \
             {key} because no resource-based policy allows the kms:Encrypt action"
        )
    );
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:Encrypt", "Resource": "*"},
    ]});
    fixture.ok("PutKeyPolicy", json!({"KeyId": key, "Policy": policy.to_string()})).await;
    let made = fixture.call_as(root(), "Encrypt", encrypt()).await.unwrap();
    let decrypt = json!({"CiphertextBlob": made["CiphertextBlob"]});
    let refused = fixture.call_as(root(), "Decrypt", decrypt.clone()).await.unwrap_err();
    assert!(refused.starts_with("AccessDeniedException: The ciphertext refers to"), "{refused}");
    let grant = json!({"KeyId": key, "GranteePrincipal": "arn:aws:iam::111122223333:root", "Operations": ["Decrypt"]});
    fixture.ok("CreateGrant", grant).await;
    assert_eq!(text(&fixture.call_as(root(), "Decrypt", decrypt).await.unwrap()), "x");
    // What changes a key is its own account's alone.
    let refused = fixture.call_as(root(), "DisableKey", json!({"KeyId": key})).await.unwrap_err();
    assert!(refused.starts_with("AccessDeniedException"), "{refused}");
}

#[tokio::test]
async fn grants_are_made_once_listed_and_ended() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let (user, admin) = ("arn:aws:iam::000000000000:user/u", "arn:aws:iam::000000000000:role/admin");
    let input = json!({
        "KeyId": key, "GranteePrincipal": user, "RetiringPrincipal": admin, "Operations": ["Decrypt", "Encrypt"], "Name": "n",
        "Constraints": {"EncryptionContextSubset": {"a": "b"}},
    });
    let made = fixture.ok("CreateGrant", input.clone()).await;
    assert_eq!(fixture.ok("CreateGrant", input).await["GrantId"], made["GrantId"]);
    let nameless = json!({"KeyId": key, "GranteePrincipal": user, "Operations": ["Decrypt"]});
    let second = fixture.ok("CreateGrant", nameless.clone()).await;
    assert_ne!(fixture.ok("CreateGrant", nameless).await["GrantId"], second["GrantId"]);
    let listed = fixture.ok("ListGrants", json!({"KeyId": key})).await;
    assert_eq!(listed["Grants"].as_array().unwrap().len(), 3);
    let one = fixture.ok("ListGrants", json!({"KeyId": key, "GrantId": made["GrantId"]})).await;
    assert_eq!(one["Grants"][0]["Constraints"], json!({"EncryptionContextSubset": {"a": "b"}}));
    let retirable = fixture.ok("ListRetirableGrants", json!({"RetiringPrincipal": admin})).await;
    assert_eq!(retirable["Grants"][0]["GrantId"], made["GrantId"]);
    fixture.ok("RetireGrant", json!({"GrantToken": made["GrantToken"]})).await;
    fixture.ok("RevokeGrant", json!({"KeyId": key, "GrantId": second["GrantId"]})).await;
    let id = second["GrantId"].as_str().unwrap();
    assert_eq!(
        fixture.refused("RevokeGrant", json!({"KeyId": key, "GrantId": id})).await,
        format!("NotFoundException: Grant ID {id} not found")
    );
    assert_eq!(fixture.ok("ListGrants", json!({"KeyId": key})).await["Grants"].as_array().unwrap().len(), 1);
    let wrong = json!({"KeyId": key, "GranteePrincipal": "nobody", "Operations": ["Decrypt"]});
    assert_eq!(
        fixture.refused("CreateGrant", wrong).await,
        "InvalidArnException: ARN does not refer to a valid principal"
    );
    let wrong = json!({"KeyId": key, "GranteePrincipal": user, "Operations": ["Sign"]});
    assert!(fixture.refused("CreateGrant", wrong).await.starts_with("ValidationException"));
}

#[tokio::test]
async fn tags_are_put_listed_and_taken() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let tags = json!([{"TagKey": "a", "TagValue": "1"}, {"TagKey": "b", "TagValue": "2"}]);
    fixture.ok("TagResource", json!({"KeyId": key, "Tags": tags})).await;
    let page = fixture.ok("ListResourceTags", json!({"KeyId": key, "Limit": 1})).await;
    assert_eq!((&page["Tags"][0]["TagKey"], &page["Truncated"]), (&json!("a"), &json!(true)));
    let page = fixture.ok("ListResourceTags", json!({"KeyId": key, "Marker": page["NextMarker"]})).await;
    assert_eq!((&page["Tags"][0]["TagKey"], &page["Truncated"]), (&json!("b"), &json!(false)));
    fixture.ok("UntagResource", json!({"KeyId": key, "TagKeys": ["a", "none"]})).await;
    assert_eq!(
        fixture.ok("ListResourceTags", json!({"KeyId": key})).await["Tags"].as_array().unwrap().len(),
        1
    );
    let twice = json!([{"TagKey": "a", "TagValue": "1"}, {"TagKey": "a", "TagValue": "2"}]);
    assert_eq!(
        fixture.refused("TagResource", json!({"KeyId": key, "Tags": twice})).await,
        "TagException: Duplicate tag keys"
    );
}

#[tokio::test]
async fn material_follows_the_master_key() {
    let fixture = Fixture::new();
    let key = fixture.key().await;
    let blob = fixture.encrypted(&key, "x").await;
    fixture.keyring.replace(fixture.keyring.keys().rotated());
    assert_eq!(fixture.kms.rewrap().await.unwrap(), 1);
    fixture.keyring.replace(fixture.keyring.keys().without_former());
    assert_eq!(text(&fixture.ok("Decrypt", json!({"CiphertextBlob": blob})).await), "x");
}

/// Asks the resource's policy only, and notes the conditions.
struct Noting(std::sync::Mutex<Vec<Access>>);

impl Authorizer for Noting {
    fn limits(&self, context: &neargate_wire::Context) -> bool {
        matches!(context.principal, Principal::User(_))
    }

    fn authorize<'a>(&'a self, _: &'a neargate_wire::Context, accesses: &'a [Access]) -> Verdict<'a> {
        self.0.lock().unwrap().extend(accesses.iter().cloned());
        Box::pin(async { Err(Denial { message: "no".to_owned() }) })
    }
}

#[tokio::test]
async fn authorizers_are_asked_about_the_key_with_its_grants_and_conditions() {
    let noting = Arc::new(Noting(Default::default()));
    let fixture = Fixture::made(|dispatcher| dispatcher.with_authorizer(noting.clone()));
    let key = fixture.key().await;
    fixture.ok("CreateAlias", json!({"AliasName": "alias/a", "TargetKeyId": key})).await;
    let input = json!({"KeyId": key, "Plaintext": b64("x"), "EncryptionContext": {"app": "web"}});
    let blob = fixture.ok("Encrypt", input).await["CiphertextBlob"].clone();
    let user = User {
        account: fixture.scope.account.clone(),
        path: "/".to_owned(),
        name: "u".to_owned(),
        id: "AIDA".to_owned(),
        access_key_id: "AKIA".to_owned(),
    };
    let decrypt = |context: Value| {
        let input = json!({"CiphertextBlob": blob, "EncryptionContext": context});
        fixture.call_as(Principal::User(user.clone()), "Decrypt", input)
    };
    assert_eq!(decrypt(json!({"app": "web"})).await.unwrap_err(), "AccessDeniedException: no");
    let asked = noting.0.lock().unwrap().pop().unwrap();
    assert_eq!((&*asked.action, asked.resource.as_str()), ("kms:Decrypt", fixture.arn(&key).as_str()));
    for condition in [
        ("kms:EncryptionContext:app", "web"),
        ("kms:EncryptionContextKeys", "app"),
        ("kms:CallerAccount", "000000000000"),
        ("kms:ResourceAliases", "alias/a"),
        ("kms:KeySpec", "SYMMETRIC_DEFAULT"),
    ] {
        assert!(
            asked.conditions.iter().any(|(key, value)| (&**key, value.as_str()) == condition),
            "{condition:?}"
        );
    }
    let default = asked.resource_policy.unwrap();
    let grant = json!({
        "KeyId": key, "GranteePrincipal": "arn:aws:iam::000000000000:user/u", "Operations": ["Decrypt"],
        "Constraints": {"EncryptionContextSubset": {"app": "web"}},
    });
    fixture.ok("CreateGrant", grant).await;
    decrypt(json!({"app": "db"})).await.unwrap_err();
    assert_eq!(noting.0.lock().unwrap().pop().unwrap().resource_policy.unwrap(), default);
    decrypt(json!({"app": "web", "more": "x"})).await.unwrap_err();
    let granted = noting.0.lock().unwrap().pop().unwrap().resource_policy.unwrap();
    let statements = serde_json::from_str::<Value>(&granted).unwrap()["Statement"].clone();
    assert_eq!(statements[1]["Principal"]["AWS"], "arn:aws:iam::000000000000:user/u");
}
