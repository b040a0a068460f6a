//! X.509 signing certificates of users.

use std::sync::Arc;

use neargate_core::random_base32;
use neargate_identity::records::{UserCredential, UserCredentialKind};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::guarded;
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::user_credentials::{Fate, is_active, status};
use crate::x509::Certificate;
use crate::{Iam, model, user_or_caller};

const MAX_PER_USER: usize = 2;
const ID_LETTERS: usize = 32;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    guarded!(service, iam,
        UploadSigningCertificate: upload => user(user_name),
        ListSigningCertificates: list => user(user_name),
        UpdateSigningCertificate: update => user(user_name),
        DeleteSigningCertificate: delete => user(user_name),
    )
}

fn is(credential: &UserCredential) -> bool {
    matches!(credential.what, UserCredentialKind::SigningCertificate { .. })
}

fn none(id: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("The Certificate with id {id} cannot be found."))
}

fn body(credential: &UserCredential) -> Option<&str> {
    match &credential.what {
        UserCredentialKind::SigningCertificate { body } => Some(body),
        _ => None,
    }
}

fn told(credential: &UserCredential) -> model::SigningCertificate {
    model::SigningCertificate {
        user_name: Some(credential.user.clone()),
        certificate_id: Some(credential.id.clone()),
        certificate_body: body(credential).map(str::to_owned),
        status: Some(status(credential.active)),
        upload_date: Some(Time(credential.created)),
    }
}

async fn upload(
    iam: Arc<Iam>,
    context: Context,
    input: model::UploadSigningCertificateRequest,
) -> Result<model::UploadSigningCertificateResponse, AwsError> {
    let given = input.certificate_body.unwrap_or_default();
    let certificate = Certificate::parse(&given)?;
    if certificate.not_after <= iam.now() {
        let text = "The certificate is expired.";
        return Err(Refusal::Other("InvalidCertificate", 400, text.to_owned()).into());
    }
    let fresh = UserCredential {
        id: random_base32(ID_LETTERS),
        user: user_or_caller(&context, input.user_name)?,
        active: true,
        created: iam.now(),
        what: UserCredentialKind::SigningCertificate { body: given },
    };
    let added = iam.add_credential(&context, fresh, move |_, others| {
        let same = |other| Certificate::parse(other).is_ok_and(|other| other.der == certificate.der);
        if others.iter().filter_map(body).any(same) {
            let text = "The same certificate is associated with an IAM user in the account.";
            return Err(Refusal::Other("DuplicateCertificate", 409, text.to_owned()));
        }
        if others.iter().filter(|other| is(other)).count() >= MAX_PER_USER {
            return Err(Refusal::limit("CertificatesPerUser", MAX_PER_USER));
        }
        Ok(())
    });
    Ok(model::UploadSigningCertificateResponse { certificate: Some(told(&added.await?)) })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListSigningCertificatesRequest,
) -> Result<model::ListSigningCertificatesResponse, AwsError> {
    let name = user_or_caller(&context, input.user_name)?;
    let wanted = Wanted::new(&context, "ListSigningCertificates", &name, input.marker, input.max_items)?;
    let page = wanted.of(iam.credentials(&context, &name, is).await?, |found| found.id.clone());
    Ok(model::ListSigningCertificatesResponse {
        certificates: Some(page.items.iter().map(told).collect()),
        is_truncated: page.truncated(),
        marker: page.marker,
    })
}

async fn update(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateSigningCertificateRequest,
) -> Result<(), AwsError> {
    let (user, id) = (user_or_caller(&context, input.user_name)?, input.certificate_id.unwrap_or_default());
    let active = is_active(input.status.as_ref());
    let change = move |found: &mut UserCredential| {
        found.active = active;
        (Fate::Kept, ())
    };
    Ok(iam.change_credential(&context, user, id, is, none, change).await?)
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteSigningCertificateRequest,
) -> Result<(), AwsError> {
    let (user, id) = (user_or_caller(&context, input.user_name)?, input.certificate_id.unwrap_or_default());
    Ok(iam.change_credential(&context, user, id, is, none, |_| (Fate::Deleted, ())).await?)
}
