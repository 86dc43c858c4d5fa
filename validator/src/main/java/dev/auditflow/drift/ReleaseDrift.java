package dev.auditflow.drift;

import java.util.List;

/**
 * What a look at one release came to.
 *
 * @param target its name
 * @param basis what must run and why that is believed, as a sentence
 * @param objects how many objects were looked at
 * @param ignored how many differences were left alone
 * @param drifts in the order of the rendering, what is about the whole release last
 * @param unseen what could not be looked at, in sentences; the rest may be believed
 */
public record ReleaseDrift(
        String target,
        String environment,
        String release,
        String namespace,
        String basis,
        int objects,
        int ignored,
        List<Drift> drifts,
        List<String> unseen) {
    public ReleaseDrift {
        drifts = List.copyOf(drifts);
        unseen = List.copyOf(unseen);
    }

    /** Nothing of it could be looked at. */
    public static ReleaseDrift unseen(
            String target, String environment, String release, String namespace, String sentence) {
        return new ReleaseDrift(target, environment, release, namespace, "", 0, 0, List.of(), List.of(sentence));
    }

    /** Whether all of it was looked at and is as it should be. */
    public boolean isClean() {
        return drifts.isEmpty() && unseen.isEmpty();
    }
}
