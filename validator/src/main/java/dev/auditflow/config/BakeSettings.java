package dev.auditflow.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What {@code bake} of {@code deploy} says: how long a release is watched before it counts.
 *
 * @param length of the window; zero for none
 * @param interval between two looks
 * @param polls how many looks in a row must see the same trouble
 * @param alertmanager its address; an empty one when only health is watched
 * @param matchers of the alerts that count; empty for those of severity critical in the release's namespace
 * @param token where the bearer token is: a file, {@code env://NAME} or {@code k8s://NAMESPACE/SECRET}; empty for none
 * @param passesUnseen whether a window passes in which Alertmanager could not be asked
 */
public record BakeSettings(
        Duration length,
        Duration interval,
        int polls,
        URI alertmanager,
        List<String> matchers,
        String token,
        boolean passesUnseen) {
    public BakeSettings {
        matchers = List.copyOf(matchers);
    }

    /** No window. */
    public static BakeSettings none() {
        return new BakeSettings(Duration.ZERO, Duration.ofSeconds(1), 1, URI.create(""), List.of(), "", false);
    }

    /** Whether there is a window. */
    public boolean isOn() {
        return !length.isZero();
    }

    /** Whether alerts are watched. */
    public boolean seesAlerts() {
        return !alertmanager.toString().isEmpty();
    }

    /** The matchers for a release in this namespace. */
    public List<String> matchersFor(String namespace) {
        return matchers.isEmpty() ? List.of("severity=\"critical\"", "namespace=\"" + namespace + "\"") : matchers;
    }

    /** How often is looked, the first and the last time included. */
    public int looks() {
        return Math.toIntExact(Math.max(length.dividedBy(interval), 1)) + 1;
    }
}
