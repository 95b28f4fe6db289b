//! Lists that lag behind, and pages of the largest size.

use crate::client::{client, ids, path};

#[tokio::test]
async fn lagging_lists_show_a_change_after_that_many_requests() {
    let client = client().await;
    let session = client.session(1000, &[]);
    let complete = "/v1/checkout/sessions?status=complete";
    client.running.set_list_lag(3);
    client.running.complete(&session);
    assert_eq!(client.get(&path(&session)).await.ok()["status"], "complete");
    assert!(ids(&client.get("/v1/charges").await.ok()).is_empty());
    assert!(ids(&client.get(complete).await.ok()).is_empty());
    assert_eq!(ids(&client.get(complete).await.ok()), [session.as_str()]);
    client.running.complete(&client.session(2000, &[]));
    client.running.set_list_lag(0);
    assert_eq!(ids(&client.get(complete).await.ok()).len(), 2);
}

#[tokio::test]
async fn filled_metadata_is_as_large_as_stripe_allows() {
    let client = client().await;
    let session = client.session(1000, &[("metadata[order]", "7")]);
    client.running.complete(&session);
    let charge = client.running.charge_of(&session).unwrap();
    for (id, path) in [(&session, path(&session)), (&charge, format!("/v1/charges/{charge}"))] {
        assert!(client.running.fill_metadata(id));
        let metadata = client.get(&path).await.ok()["metadata"].clone();
        let lengths =
            metadata.as_object().unwrap().iter().map(|(key, value)| key.len() + value.as_str().unwrap().len());
        assert_eq!(metadata.as_object().unwrap().len(), 50, "{id}");
        assert_eq!(lengths.max(), Some(540), "{id}");
    }
    assert_eq!(client.get(&path(&session)).await.ok()["metadata"]["order"], "7");
    assert!(!client.running.fill_metadata("ch_none"));
}
