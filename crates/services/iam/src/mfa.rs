//! Virtual devices: a second factor whose codes follow from a seed. Codes are checked in the identity crate.
//!
//! A device belongs to the account; enabled for a user it shows that user's codes. Where nothing is enforced (`--dev`), codes are taken
//! at their word, as keys are.

use std::sync::Arc;

use neargate_core::{AccountId, random_base32};
use neargate_identity::REGION;
use neargate_identity::records::{MfaDevice, OF_USER, Tags, User, key};
use neargate_store::{Expect, Range, ReadRecords as _, Reader, Record as _, WriteRecords as _};
use neargate_wire::{AwsError, Blob, Context, Service, Time};

use crate::guard::{created, guarded};
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::resource::{self, Resource, Tagged};
use crate::{Iam, answer, model, qr, tags, user_or_caller};

const MAX_PER_USER: usize = 8;
/// In base32: 40 bytes.
const SEED_LETTERS: usize = 64;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreateVirtualMFADevice,
            iam,
            |_, context, input| {
                let (path, name) = (input.path.as_deref(), input.virtual_mfa_device_name.as_deref());
                created("iam:CreateVirtualMFADevice", context, "mfa", path, name, input.tags.as_ref(), None)
            },
            create,
        )
        .on(model::ListVirtualMFADevices, iam, list_virtual);
    guarded!(service, iam,
        DeleteVirtualMFADevice: delete => named(serial_number),
        EnableMFADevice: enable => user(user_name),
        ResyncMFADevice: resync => user(user_name),
        DeactivateMFADevice: deactivate => user(user_name),
        GetMFADevice: get => user(user_name),
        ListMFADevices: list => user(user_name),
    )
}

impl Resource for MfaDevice {
    fn find(reader: &mut dyn Reader, account: &AccountId, serial: &str) -> Result<Self, Refusal> {
        let id = MfaDevice::id_of(account, serial).ok_or_else(|| none(serial))?;
        let found = reader.get_record::<MfaDevice>(account.as_str(), REGION, &id)?;
        found.map(|found| found.value).ok_or_else(|| none(serial))
    }

    fn taken(&self) -> String {
        "MFADevice entity at the same path and name already exists.".to_owned()
    }
}

impl Tagged for MfaDevice {
    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }
}

/// Those of a user.
pub(crate) fn of(
    reader: &mut dyn Reader,
    account: &AccountId,
    user: &str,
) -> Result<Vec<MfaDevice>, Refusal> {
    let found = reader.lookup_records(account.as_str(), REGION, OF_USER, &key(user), Range::all())?;
    Ok(found.into_iter().map(|found| found.value).collect())
}

fn none(serial: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("VirtualMFADevice with serial number {serial} doesn't exist."))
}

impl MfaCheck {
    fn of(iam: &Iam) -> Self {
        Self { enforced: iam.identity.enforces(), now: iam.identity.clock().now() }
    }

    /// Two codes in a row, by which the device's clock is set.
    fn take(self, device: &mut MfaDevice, first: &str, second: &str) -> Result<(), Refusal> {
        if !self.enforced || device.synchronize(self.now, first, second) {
            return Ok(());
        }
        Err(Refusal::Code("Authentication code for device is not valid.".to_owned()))
    }
}

/// How codes are checked.
#[derive(Clone, Copy)]
struct MfaCheck {
    enforced: bool,
    now: neargate_core::Timestamp,
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateVirtualMFADeviceRequest,
) -> Result<model::CreateVirtualMFADeviceResponse, AwsError> {
    let account = &context.scope.account;
    let fresh = MfaDevice {
        name: input.virtual_mfa_device_name.unwrap_or_default(),
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        seed: random_base32(SEED_LETTERS),
        tags: tags::given(input.tags)?,
        user: None,
        enabled: None,
        last_step: 0,
        drift: 0,
    };
    let uri = format!(
        "otpauth://totp/Amazon%20Web%20Services:{}@{account}?secret={}&issuer=Amazon%20Web%20Services",
        fresh.name, fresh.seed
    );
    let picture = qr::png(&uri).map_err(|error| AwsError::internal(crate::INTERNAL, error))?;
    let answer = model::VirtualMFADevice {
        serial_number: Some(fresh.serial(account)),
        base32_string_seed: Some(Blob(fresh.seed.clone().into_bytes())),
        qr_code_png: Some(Blob(picture)),
        tags: answer::some_tags(&fresh.tags),
        ..Default::default()
    };
    iam.create(&context, fresh).await?;
    Ok(model::CreateVirtualMFADeviceResponse { virtual_mfa_device: Some(answer) })
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteVirtualMFADeviceRequest,
) -> Result<(), AwsError> {
    let (account, serial) = (context.scope.account.clone(), input.serial_number.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        let found = MfaDevice::find(w, &account, &serial)?;
        if found.user.is_some() {
            let text = "MFA VirtualDevice in use. Must deactivate first.";
            return Err(Refusal::DeleteConflict(text.to_owned()));
        }
        resource::delete(w, &account, &found)
    });
    Ok(written.await?)
}

async fn enable(
    iam: Arc<Iam>,
    context: Context,
    input: model::EnableMFADeviceRequest,
) -> Result<(), AwsError> {
    let (account, name) = (context.scope.account.clone(), input.user_name.unwrap_or_default());
    let serial = input.serial_number.unwrap_or_default();
    let first = input.authentication_code1.unwrap_or_default();
    let second = input.authentication_code2.unwrap_or_default();
    let (check, now) = (MfaCheck::of(&iam), iam.now());
    let written = iam.identity.store().write(context.durability, move |w| {
        let user = User::find(w, &account, &name)?;
        let mut found = MfaDevice::find(w, &account, &serial)?;
        if found.user.is_some() {
            return Err(Refusal::AlreadyExists("MFA Device is already in use.".to_owned()));
        }
        if of(w, &account, &user.name)?.len() >= MAX_PER_USER {
            return Err(Refusal::limit("MFADevicesPerUser", MAX_PER_USER));
        }
        check.take(&mut found, &first, &second)?;
        found.user = Some(user.name);
        found.enabled = Some(now);
        w.put_record(account.as_str(), REGION, &found, Expect::Any)?;
        Ok(())
    });
    Ok(written.await?)
}

async fn resync(
    iam: Arc<Iam>,
    context: Context,
    input: model::ResyncMFADeviceRequest,
) -> Result<(), AwsError> {
    let name = input.user_name.unwrap_or_default();
    iam.get::<User>(&context, &name).await?;
    let first = input.authentication_code1.unwrap_or_default();
    let second = input.authentication_code2.unwrap_or_default();
    let check = MfaCheck::of(&iam);
    let serial = input.serial_number.unwrap_or_default();
    let changed = iam.change(&context, serial, move |_, found: &mut MfaDevice| {
        is_of(found, &name)?;
        check.take(found, &first, &second)
    });
    Ok(changed.await?)
}

async fn deactivate(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeactivateMFADeviceRequest,
) -> Result<(), AwsError> {
    let name = user_or_caller(&context, input.user_name)?;
    iam.get::<User>(&context, &name).await?;
    let serial = input.serial_number.unwrap_or_default();
    let changed = iam.change(&context, serial, move |_, found: &mut MfaDevice| {
        is_of(found, &name)?;
        // What was shown stays spent: the device may be enabled again.
        (found.user, found.enabled, found.drift) = (None, None, 0);
        Ok(())
    });
    Ok(changed.await?)
}

fn is_of(device: &MfaDevice, user: &str) -> Result<(), Refusal> {
    let is = device.user.as_deref().map(key) == Some(key(user));
    is.then_some(()).ok_or_else(|| Refusal::NoSuchEntity("MFA Device invalid for user.".to_owned()))
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetMFADeviceRequest,
) -> Result<model::GetMFADeviceResponse, AwsError> {
    let serial = input.serial_number.unwrap_or_default();
    if let Some(name) = &input.user_name {
        iam.get::<User>(&context, name).await?;
    }
    let found: MfaDevice = iam.get(&context, &serial).await?;
    if let Some(name) = &input.user_name {
        is_of(&found, name)?;
    }
    Ok(model::GetMFADeviceResponse {
        user_name: found.user,
        serial_number: Some(serial),
        enable_date: found.enabled.map(Time),
        certifications: None,
    })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListMFADevicesRequest,
) -> Result<model::ListMFADevicesResponse, AwsError> {
    let account = &context.scope.account;
    // Root has none, and may ask for its own.
    let name = match input.user_name {
        None if matches!(context.principal, neargate_core::Principal::Root { .. }) => None,
        given => Some(user_or_caller(&context, given)?),
    };
    let about = name.as_deref().unwrap_or_default();
    let wanted = Wanted::new(&context, "ListMFADevices", about, input.marker, input.max_items)?;
    let found = match &name {
        None => Vec::new(),
        Some(name) => {
            let read = iam.identity.store().read(|r| {
                let user = User::find(r, account, name)?;
                of(r, account, &user.name)
            });
            read.await?
        }
    };
    let page = wanted.of(found, |device| device.id().into_owned());
    let told = |device: &MfaDevice| model::MFADevice {
        user_name: device.user.clone(),
        serial_number: Some(device.serial(account)),
        enable_date: device.enabled.map(Time),
    };
    Ok(model::ListMFADevicesResponse {
        is_truncated: page.truncated(),
        mfa_devices: Some(page.items.iter().map(told).collect()),
        marker: page.marker,
    })
}

async fn list_virtual(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListVirtualMFADevicesRequest,
) -> Result<model::ListVirtualMFADevicesResponse, AwsError> {
    let account = &context.scope.account;
    let status = input.assignment_status;
    let about = status.as_ref().map_or("Any", |status| status.as_str());
    let wanted = Wanted::new(&context, "ListVirtualMFADevices", about, input.marker, input.max_items)?;
    let is_wanted = |device: &MfaDevice| match about {
        "Assigned" => device.user.is_some(),
        "Unassigned" => device.user.is_none(),
        _ => true,
    };
    let read = iam.identity.store().read(|r| {
        let page = wanted.read(r, account, is_wanted)?;
        let mut users = Vec::new();
        for device in &page.items {
            let user = device.user.as_deref().map(|name| User::find(r, account, name)).transpose();
            users.push(user?);
        }
        Ok::<_, Refusal>((page, users))
    });
    let (page, users) = read.await?;
    let told = |(device, user): (&MfaDevice, Option<User>)| model::VirtualMFADevice {
        serial_number: Some(device.serial(account)),
        user: user.map(|user| answer::listed_user(account, &user)),
        enable_date: device.enabled.map(Time),
        ..Default::default()
    };
    Ok(model::ListVirtualMFADevicesResponse {
        is_truncated: page.truncated(),
        virtual_mfa_devices: Some(page.items.iter().zip(users).map(told).collect()),
        marker: page.marker,
    })
}
