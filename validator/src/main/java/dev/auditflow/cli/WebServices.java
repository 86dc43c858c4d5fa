package dev.auditflow.cli;

import dev.auditflow.config.BakeSettings;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.NotificationSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Bake;
import dev.auditflow.deploy.alert.Alertmanager;
import dev.auditflow.deploy.github.GitHubRepository;
import dev.auditflow.deploy.notice.CommitStatus;
import dev.auditflow.deploy.notice.Deployment;
import dev.auditflow.deploy.notice.Notifier;
import dev.auditflow.deploy.notice.Webhook;
import dev.auditflow.host.WebClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The servers beside the cluster that a promotion asks or tells. */
record WebServices(WebClient web) {
    /** The bake window of a target. @throws ConfigException if its token cannot be read */
    Bake bake(BakeSettings settings, Target target) throws ConfigException {
        if (!settings.seesAlerts()) {
            return new Bake(settings, null, Thread::sleep);
        }
        Alertmanager alertmanager = new Alertmanager(
                web,
                settings.alertmanager(),
                settings.matchersFor(target.options().namespace()),
                token(settings.token()));
        return new Bake(settings, alertmanager, Thread::sleep);
    }

    /** Whom the configuration wants to be told. @throws ConfigException if a token or address cannot be read */
    List<Notifier> notifiers(List<NotificationSettings> settings) throws ConfigException {
        List<Notifier> notifiers = new ArrayList<>();
        for (NotificationSettings one : settings) {
            notifiers.add(
                    switch (one) {
                        case NotificationSettings.Webhook webhook -> webhook(webhook);
                        case NotificationSettings.GitHub github -> github(github);
                    });
        }
        return notifiers;
    }

    private Notifier webhook(NotificationSettings.Webhook webhook) throws ConfigException {
        boolean named = webhook.address().startsWith("env://");
        String address = named ? KeySources.token(webhook.address()) : webhook.address();
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null) {
                return new Webhook(web, uri, token(webhook.secret()), token(webhook.token()));
            }
        } catch (URISyntaxException e) {
            // Said below, without the address: it may be a secret.
        }
        throw new ConfigException("The variable of %s holds no address".formatted(webhook.address()));
    }

    private Notifier github(NotificationSettings.GitHub github) throws ConfigException {
        GitHubRepository repository =
                repository(github.repository(), github.token(), github.api().toString());
        return switch (github.kind()) {
            case COMMIT_STATUS -> new CommitStatus(repository);
            case DEPLOYMENT -> new Deployment(repository);
        };
    }

    /** A repository at GitHub; what is empty is as GitHub's runners name it. */
    GitHubRepository repository(String name, String token, String api) throws ConfigException {
        Map<String, String> variables = System.getenv();
        String repository = name.isEmpty() ? variables.getOrDefault("GITHUB_REPOSITORY", "") : name;
        if (repository.isEmpty()) {
            throw new ConfigException("GITHUB_REPOSITORY is not set; name the \"repository\" at GitHub");
        }
        String base = api.isEmpty() ? variables.getOrDefault("GITHUB_API_URL", "https://api.github.com") : api;
        return new GitHubRepository(
                web, URI.create(base), repository, token(token.isEmpty() ? "env://GITHUB_TOKEN" : token));
    }

    private static String token(String place) throws ConfigException {
        return place.isEmpty() ? "" : KeySources.token(place);
    }
}
