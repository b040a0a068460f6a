//! `GetParameter` and `GetParameters`.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::Reader;
use neargate_wire::{AwsError, Context};

use crate::name::{self, Named, Selector};
use crate::put::kind;
use crate::records::{self, ParameterRecord, SECURE, VersionRecord, time};
use crate::refusal::Refusal;
use crate::{Ssm, model, reference};

pub async fn get_parameter(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::GetParameterRequest,
) -> Result<model::GetParameterResult, AwsError> {
    let name = input.name.unwrap_or_default();
    let parameter = ssm.read(&context, &name, input.with_decryption.unwrap_or(false)).await?;
    Ok(model::GetParameterResult { parameter: Some(parameter) })
}

pub async fn get_parameters(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::GetParametersRequest,
) -> Result<model::GetParametersResult, AwsError> {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for name in input.names.unwrap_or_default() {
        match ssm.read(&context, &name, input.with_decryption.unwrap_or(false)).await {
            Ok(parameter) => found.push(parameter),
            Err(refusal) if refusal.is_missing() => missing.push(name),
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(model::GetParametersResult { parameters: Some(found), invalid_parameters: Some(missing) })
}

impl Ssm {
    async fn read(&self, context: &Context, name: &str, decrypt: bool) -> Result<model::Parameter, Refusal> {
        if let Some(secret) = name.strip_prefix(reference::PREFIX) {
            return self.referenced(context, name, secret, decrypt).await;
        }
        let (scope, now) = (&context.scope, self.now());
        let named = name::parse(scope, name)?;
        let (parameter, version) = self.store.read(|r| find_version(r, scope, &named, now)).await?;
        let answer = self.answer(context, &parameter, version, decrypt).await?;
        Ok(model::Parameter { selector: named.selected, ..answer })
    }

    pub(crate) async fn answer(
        &self,
        context: &Context,
        parameter: &ParameterRecord,
        version: VersionRecord,
        decrypt: bool,
    ) -> Result<model::Parameter, Refusal> {
        let value = self.value(context, &version, decrypt).await?;
        let info = version.info;
        Ok(model::Parameter {
            name: Some(version.name),
            r#type: Some(kind(&info.kind)),
            value: Some(value),
            version: Some(info.version),
            selector: None,
            source_result: None,
            last_modified_date: Some(time(info.modified)),
            arn: Some(parameter.arn(&context.scope)),
            data_type: Some(info.data_type),
        })
    }

    /// The value as the caller is to see it: a SecureString's only if they asked for that, else its ciphertext.
    pub(crate) async fn value(
        &self,
        context: &Context,
        version: &VersionRecord,
        decrypt: bool,
    ) -> Result<String, Refusal> {
        if version.info.kind == SECURE && !decrypt {
            return Ok(version.sealed.to_text());
        }
        let opened = self.keyring.open(&version.binding(&context.scope).parts(), &version.sealed)?;
        let secret = match &version.under {
            None => opened,
            Some(under) => self.decrypted(context, version, under, &opened).await?,
        };
        // What was sealed was text.
        Ok(secret.as_text().unwrap_or_default().to_owned())
    }
}

/// The parameter that a request names.
pub fn find(
    r: &mut dyn Reader,
    scope: &Scope,
    named: &Named,
    now: i64,
) -> Result<neargate_store::Stored<ParameterRecord>, Refusal> {
    for candidate in &named.candidates {
        if let Some(found) = records::find(r, scope, candidate, now)? {
            return Ok(found);
        }
    }
    Err(Refusal::NotFound)
}

fn find_version(
    r: &mut dyn Reader,
    scope: &Scope,
    named: &Named,
    now: i64,
) -> Result<(ParameterRecord, VersionRecord), Refusal> {
    let parameter = find(r, scope, named, now)?.value;
    let number = match &named.selector {
        None => parameter.latest.version,
        Some(Selector::Version(number)) => *number,
        Some(Selector::Label(label)) => {
            let number = parameter.labels.get(label);
            *number.ok_or_else(|| Refusal::no_label(&parameter.name, label))?
        }
    };
    let version = if number == parameter.latest.version {
        records::latest(r, scope, &parameter)?
    } else {
        let version = records::version(r, scope, &parameter, number)?;
        version.ok_or_else(|| Refusal::no_version(&parameter.name, number))?
    };
    Ok((parameter, version))
}
