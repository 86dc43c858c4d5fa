package dev.auditflow.cli;

import dev.auditflow.manifest.Place;
import dev.auditflow.render.RenderResult;

/** Words for targets that could not be rendered. */
final class Failures {
    private Failures() {}

    static String sentence(RenderResult.Failed failed) {
        Place place = new Place(failed.file(), failed.line(), failed.column());
        String where = failed.file().isEmpty() || failed.message().contains(place.toString()) ? "" : place + ": ";
        return where + failed.message() + (failed.remedy().isEmpty() ? "" : "\n  " + failed.remedy());
    }
}
