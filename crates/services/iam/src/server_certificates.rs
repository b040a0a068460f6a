//! Server certificates: kept with their keys once they belong together.

use std::sync::Arc;

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::{ServerCertificate, Tags, key};
use neargate_store::{Range, ReadRecords as _, Reader};
use neargate_wire::{AwsError, Context, Service, Time};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;

use crate::guard::{created, guarded};
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::resource::{self, Resource, Tagged};
use crate::x509::Certificate;
use crate::{Iam, answer, fresh_id, model, tags};

const MAX_PER_ACCOUNT: usize = 20;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::UploadServerCertificate,
            iam,
            |_, context, input| {
                let (path, name) = (input.path.as_deref(), input.server_certificate_name.as_deref());
                let tags = input.tags.as_ref();
                created("iam:UploadServerCertificate", context, "server-certificate", path, name, tags, None)
            },
            upload,
        )
        .guarded(
            model::ListServerCertificates,
            iam,
            |iam, context, input| {
                let prefix = input.path_prefix.as_deref();
                iam.all("iam:ListServerCertificates", context, "server-certificate", prefix)
            },
            list,
        );
    guarded!(service, iam,
        GetServerCertificate: get => server_certificate(server_certificate_name),
        UpdateServerCertificate: update => server_certificate(server_certificate_name),
        DeleteServerCertificate: delete => server_certificate(server_certificate_name),
    )
}

fn arn(account: &AccountId, certificate: &ServerCertificate) -> String {
    neargate_identity::arn(account, "server-certificate", &certificate.path, &certificate.name)
}

impl Resource for ServerCertificate {
    fn find(reader: &mut dyn Reader, account: &AccountId, name: &str) -> Result<Self, Refusal> {
        let found = reader.get_record::<ServerCertificate>(account.as_str(), REGION, &key(name))?;
        let none =
            || Refusal::NoSuchEntity(format!("The Server Certificate with name {name} cannot be found."));
        found.map(|found| found.value).ok_or_else(none)
    }

    fn taken(&self) -> String {
        format!("The Server Certificate with name {} already exists.", self.name)
    }
}

impl Tagged for ServerCertificate {
    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }
}

/// Whether body, key and chain belong together; when the certificate ends.
fn check(body: &str, private_key: &str, chain: Option<&str>) -> Result<neargate_core::Timestamp, Refusal> {
    let malformed = |text: &str| Refusal::Other("MalformedCertificate", 400, text.to_owned());
    let own = Certificate::parse(body)?;
    let private_key = PrivateKeyDer::from_pem_slice(private_key.as_bytes()).map_err(|_| {
        malformed("Unable to parse private key. Please ensure the key is unencrypted and in PEM format.")
    })?;
    let signer = any_supported_type(&private_key)
        .map_err(|_| malformed("The private key is of a kind or size that is not supported."))?;
    if signer.public_key().is_none_or(|public| *public != *own.public_key) {
        let text = "The public key certificate and the private key do not match.";
        return Err(Refusal::Other("KeyPairMismatch", 400, text.to_owned()));
    }
    if let Some(chain) = chain {
        let mut below = own.clone();
        for above in Certificate::chain(chain)? {
            if !below.is_signed_by(&above) {
                return Err(malformed(
                    "Unable to validate certificate chain. The certificate chain must start with the immediate signing \
                     certificate, followed by any intermediaries in order. The index within the chain of the invalid \
                     certificate is: 0",
                ));
            }
            below = above;
        }
    }
    Ok(own.not_after)
}

fn metadata(account: &AccountId, certificate: &ServerCertificate) -> model::ServerCertificateMetadata {
    model::ServerCertificateMetadata {
        path: Some(certificate.path.clone()),
        server_certificate_name: Some(certificate.name.clone()),
        server_certificate_id: Some(certificate.id.clone()),
        arn: Some(arn(account, certificate)),
        upload_date: Some(Time(certificate.uploaded)),
        expiration: Some(Time(certificate.expires)),
    }
}

async fn upload(
    iam: Arc<Iam>,
    context: Context,
    input: model::UploadServerCertificateRequest,
) -> Result<model::UploadServerCertificateResponse, AwsError> {
    let account = context.scope.account.clone();
    let (body, private_key) =
        (input.certificate_body.unwrap_or_default(), input.private_key.unwrap_or_default());
    let fresh = ServerCertificate {
        name: input.server_certificate_name.unwrap_or_default(),
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        id: fresh_id("ASCA"),
        uploaded: iam.now(),
        expires: check(&body, &private_key, input.certificate_chain.as_deref())?,
        body,
        chain: input.certificate_chain,
        private_key,
        tags: tags::given(input.tags)?,
    };
    let answer = model::UploadServerCertificateResponse {
        server_certificate_metadata: Some(metadata(&account, &fresh)),
        tags: answer::some_tags(&fresh.tags),
    };
    let written = iam.identity.store().write(context.durability, move |w| {
        let range = Range::all().limit(MAX_PER_ACCOUNT);
        let others = w.list_records::<ServerCertificate>(account.as_str(), REGION, range)?;
        if others.len() >= MAX_PER_ACCOUNT {
            return Err(Refusal::limit("ServerCertificatesPerAccount", MAX_PER_ACCOUNT));
        }
        resource::create(w, &account, &fresh)
    });
    written.await?;
    Ok(answer)
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetServerCertificateRequest,
) -> Result<model::GetServerCertificateResponse, AwsError> {
    let found: ServerCertificate =
        iam.get(&context, &input.server_certificate_name.unwrap_or_default()).await?;
    Ok(model::GetServerCertificateResponse {
        server_certificate: Some(model::ServerCertificate {
            server_certificate_metadata: Some(metadata(&context.scope.account, &found)),
            tags: answer::some_tags(&found.tags),
            certificate_body: Some(found.body),
            certificate_chain: found.chain,
        }),
    })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListServerCertificatesRequest,
) -> Result<model::ListServerCertificatesResponse, AwsError> {
    let account = &context.scope.account;
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let wanted = Wanted::new(&context, "ListServerCertificates", &prefix, input.marker, input.max_items)?;
    let under = |found: &ServerCertificate| found.path.starts_with(&prefix);
    let page = iam.identity.store().read(|r| wanted.read(r, account, under)).await?;
    let listed = page.items.iter().map(|found| metadata(account, found)).collect();
    Ok(model::ListServerCertificatesResponse {
        is_truncated: page.truncated(),
        server_certificate_metadata_list: Some(listed),
        marker: page.marker,
    })
}

async fn update(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateServerCertificateRequest,
) -> Result<(), AwsError> {
    let (path, name) = (input.new_path, input.new_server_certificate_name);
    let old = input.server_certificate_name.unwrap_or_default();
    let changed = iam.change(&context, old, move |_, found: &mut ServerCertificate| {
        found.path = path.clone().unwrap_or_else(|| found.path.clone());
        found.name = name.clone().unwrap_or_else(|| found.name.clone());
        Ok(())
    });
    Ok(changed.await?)
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteServerCertificateRequest,
) -> Result<(), AwsError> {
    let (account, name) = (context.scope.account.clone(), input.server_certificate_name.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        let found = ServerCertificate::find(w, &account, &name)?;
        resource::delete(w, &account, &found)
    });
    Ok(written.await?)
}
