//! `DeleteParameter` and `DeleteParameters`.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use crate::refusal::Refusal;
use crate::{Ssm, get, model, name, records};

pub async fn delete_parameter(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::DeleteParameterRequest,
) -> Result<model::DeleteParameterResult, AwsError> {
    ssm.delete(&context, input.name.unwrap_or_default()).await?;
    Ok(model::DeleteParameterResult {})
}

pub async fn delete_parameters(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::DeleteParametersRequest,
) -> Result<model::DeleteParametersResult, AwsError> {
    let (mut deleted, mut missing) = (Vec::new(), Vec::new());
    for name in input.names.unwrap_or_default() {
        match ssm.delete(&context, name.clone()).await {
            Ok(()) => deleted.push(name),
            Err(Refusal::Store(error)) => return Err(Refusal::Store(error).into()),
            Err(_) => missing.push(name),
        }
    }
    Ok(model::DeleteParametersResult { deleted_parameters: Some(deleted), invalid_parameters: Some(missing) })
}

impl Ssm {
    async fn delete(&self, context: &Context, name: String) -> Result<(), Refusal> {
        let (scope, now) = (context.scope.clone(), self.now());
        let named = name::parse(&scope, &name)?;
        if named.selector.is_some() {
            return Err(Refusal::NotFound);
        }
        let deleted = self.store.write(context.durability, move |w| {
            let parameter = get::find(w, &scope, &named, now)?.value;
            records::remove(w, &scope, &parameter)?;
            Ok::<_, Refusal>(())
        });
        deleted.await
    }
}
