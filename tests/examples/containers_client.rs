//! Creates a container with an inline skill, and prints it:
//! `cargo run -p refract-tests --example containers_client -- --base-url http://127.0.0.1:8080/v1`

use clap::Parser;
use openai_containers::{
    Base64,
    client::Client,
    models::{CreateContainerRequest, InlineSkill, InlineSkillSource, MemoryLimit},
};

#[derive(Parser)]
struct Arguments {
    /// Where the API is served, instead of by OpenAI.
    #[arg(long)]
    base_url: Option<String>,
    /// The API key.
    #[arg(long, env = "OPENAI_API_KEY", hide_env_values = true, default_value = "sk-example")]
    api_key: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let mut builder = Client::builder().bearer_token(arguments.api_key);
    if let Some(base_url) = &arguments.base_url {
        builder = builder.base_url(base_url);
    }
    let client = builder.build()?;

    // An empty zip archive.
    let archive = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    let skill = InlineSkill::new("Adds numbers.", "sums", InlineSkillSource::new(Base64::encode(archive)));
    let request = CreateContainerRequest::new("demo").memory_limit(MemoryLimit::Limit4g).skills([skill.into()]);
    let container = client.containers().create(&request).await?;
    println!("{container:#?}");
    Ok(())
}
