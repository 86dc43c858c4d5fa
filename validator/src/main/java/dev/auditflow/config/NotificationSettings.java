package dev.auditflow.config;

import java.net.URI;

/** Somebody to tell how a promotion ended. Tokens, secrets and addresses are named by where they are, as keys are. */
public sealed interface NotificationSettings {

    /**
     * A web server that takes JSON.
     *
     * @param address itself, or {@code env://NAME} where it is a secret
     * @param secret signs what is sent; empty for nothing
     * @param token for the header {@code Authorization}; empty for none
     */
    record Webhook(String address, String secret, String token) implements NotificationSettings {}

    /**
     * A repository at GitHub.
     *
     * @param kind what is left there
     * @param repository {@code owner/name}; empty for {@code $GITHUB_REPOSITORY}
     * @param api empty for {@code $GITHUB_API_URL}, or github.com's
     */
    record GitHub(Kind kind, String repository, String token, URI api) implements NotificationSettings {
        /** What is left at GitHub. */
        public enum Kind {
            /** The mark at a commit. */
            COMMIT_STATUS,
            /** A deployment with its status. */
            DEPLOYMENT
        }
    }
}
