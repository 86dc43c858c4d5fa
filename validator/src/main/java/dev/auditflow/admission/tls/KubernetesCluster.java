package dev.auditflow.admission.tls;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A real cluster. */
public final class KubernetesCluster implements Cluster {
    private final KubernetesClient client;
    private final String namespace;
    private final String secret;
    private final String configuration;

    /**
     * A cluster with the objects that belong to the webhook.
     *
     * @param configuration name of the ValidatingWebhookConfiguration
     */
    public KubernetesCluster(KubernetesClient client, String namespace, String secret, String configuration) {
        this.client = client;
        this.namespace = namespace;
        this.secret = secret;
        this.configuration = configuration;
    }

    @Override
    public StoredSecret read() throws Unreachable {
        Secret found = asked(
                "read the Secret " + namespace + "/" + secret,
                () -> client.secrets().inNamespace(namespace).withName(secret).get());
        if (found == null) {
            throw new Unreachable("There is no Secret %s/%s to keep certificates in; the chart makes an empty one"
                    .formatted(namespace, secret));
        }
        Map<String, byte[]> data = new HashMap<>();
        if (found.getData() != null) {
            found.getData()
                    .forEach((name, value) -> data.put(name, Base64.getDecoder().decode(value)));
        }
        return new StoredSecret(found.getMetadata().getResourceVersion(), data);
    }

    @Override
    public boolean write(String version, Map<String, byte[]> data) throws Unreachable {
        Map<String, String> encoded = new HashMap<>();
        data.forEach((name, value) -> encoded.put(name, Base64.getEncoder().encodeToString(value)));
        return asked("write the Secret " + namespace + "/" + secret, () -> {
            try {
                Secret now =
                        client.secrets().inNamespace(namespace).withName(secret).require();
                if (!now.getMetadata().getResourceVersion().equals(version)) {
                    return false;
                }
                client.resource(new SecretBuilder(now).withData(encoded).build())
                        .update();
                return true;
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public Optional<String> registered() throws Unreachable {
        ValidatingWebhookConfiguration found = asked("read the webhook configuration " + configuration, this::get);
        if (found == null) {
            return Optional.empty();
        }
        List<String> bundles = found.getWebhooks().stream()
                .map(webhook -> webhook.getClientConfig().getCaBundle())
                .map(bundle -> bundle == null ? "" : bundle)
                .distinct()
                .toList();
        // Webhooks that differ are as good as none that is right.
        return Optional.of(
                bundles.size() == 1
                        ? new String(Base64.getDecoder().decode(bundles.getFirst()), StandardCharsets.US_ASCII)
                        : "");
    }

    @Override
    public void register(String authorities) throws Unreachable {
        String bundle = Base64.getEncoder().encodeToString(authorities.getBytes(StandardCharsets.US_ASCII));
        asked("register the authorities in the webhook configuration " + configuration, () -> {
            ValidatingWebhookConfiguration found = get();
            if (found == null) {
                return false;
            }
            ValidatingWebhookConfiguration changed = new ValidatingWebhookConfigurationBuilder(found).build();
            for (ValidatingWebhook webhook : changed.getWebhooks()) {
                webhook.getClientConfig().setCaBundle(bundle);
            }
            // With the version that was read, so that another's change is never undone; the next look tries again.
            client.resource(changed).update();
            return true;
        });
    }

    private @org.jspecify.annotations.Nullable ValidatingWebhookConfiguration get() {
        return client.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(configuration)
                .get();
    }

    private static <T> T asked(String what, Supplier<T> question) throws Unreachable {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            throw new Unreachable("Cannot %s: %s"
                    .formatted(what, said == null ? "the API server answered with status " + e.getCode() : said));
        }
    }
}
