package dev.auditflow.render;

import java.time.Instant;
import java.util.List;

/**
 * Renders by both engines and gives the rendering of ours only when the helm binary prints the same. Lines that helm
 * itself prints differently from run to run are not compared.
 */
public final class CrossCheckedHelm implements HelmEngine {
    private static final int SHOWN = 120;
    private static final String REMEDY =
            "Report the chart and its values as a defect of the java engine; --helm-engine binary renders by helm"
                    + " alone";

    private final JavaHelmEngine own;
    private final HelmBinary helm;

    public CrossCheckedHelm(JavaHelmEngine own, HelmBinary helm) {
        this.own = own;
        this.helm = helm;
    }

    @Override
    public String name() {
        return "java, verified by binary";
    }

    @Override
    public boolean namesNoise() {
        return true;
    }

    /** Both would draw something else, and then they could not be compared. */
    @Override
    public HelmEngine redrawn() {
        return own.redrawn();
    }

    @Override
    public RenderResult render(HelmRequest request) {
        RenderResult mine = own.render(request);
        RenderResult theirs = helm.render(request);
        if (mine instanceof RenderResult.Rendered rendered) {
            return switch (theirs) {
                case RenderResult.Rendered other -> compare(request, rendered.rendering(), other.rendering());
                case RenderResult.Failed failed ->
                    new RenderResult.Failed(
                            "The java engine renders the chart, and helm does not: " + failed.message(),
                            failed.file(),
                            failed.line(),
                            failed.column(),
                            failed.remedy().isEmpty() ? REMEDY : failed.remedy());
            };
        }
        RenderResult.Failed failed = (RenderResult.Failed) mine;
        return theirs instanceof RenderResult.Failed
                ? failed
                : new RenderResult.Failed(
                        "helm renders the chart, and the java engine does not: " + failed.message(),
                        failed.file(),
                        failed.line(),
                        failed.column(),
                        REMEDY);
    }

    private RenderResult compare(HelmRequest request, Rendering mine, Rendering theirs) {
        Rendering.RenderedFile file = file(mine);
        List<String> wanted = file(theirs).text().lines().toList();
        boolean noisy = !mine.noises().isEmpty();
        List<String> lines = noisy
                ? lines(own.at(Instant.now()), request)
                : file.text().lines().toList();
        List<String> again = noisy ? lines(helm, request) : wanted;
        int at = 0;
        while (at < lines.size() && at < wanted.size() && isSame(lines.get(at), wanted.get(at), noisy, at, again)) {
            at++;
        }
        boolean whole = at == lines.size() && at == wanted.size();
        boolean same = noisy
                ? whole || wanted.size() != again.size()
                : file.text().equals(file(theirs).text());
        return same ? new RenderResult.Rendered(mine, true) : different(file, at, lines, wanted);
    }

    private static Rendering.RenderedFile file(Rendering rendering) {
        return rendering.files().getFirst();
    }

    private static List<String> lines(HelmEngine engine, HelmRequest request) {
        return engine.render(request) instanceof RenderResult.Rendered rendered
                ? file(rendered.rendering()).text().lines().toList()
                : List.of();
    }

    /** Where something is random, a line counts only if helm prints it twice; and the time has gone on. */
    private static boolean isSame(String mine, String theirs, boolean noisy, int at, List<String> again) {
        return mine.equals(theirs)
                || (noisy && (at >= again.size() || !theirs.equals(again.get(at))))
                || (noisy && digits(mine).equals(digits(theirs)));
    }

    private static String digits(String line) {
        return line.replaceAll("[0-9]", "0");
    }

    private static RenderResult different(
            Rendering.RenderedFile file, int at, List<String> lines, List<String> wanted) {
        int offset =
                lines.stream().limit(at).mapToInt(line -> line.length() + 1).sum();
        List<OriginMap.Run> runs = file.origins().between(offset, offset + 1);
        String message = "The java engine and helm print different text from line %d on: %s and %s"
                .formatted(at + 1, shown(lines, at), shown(wanted, at));
        return runs.isEmpty()
                ? new RenderResult.Failed(message, file.name(), 0, 0, REMEDY)
                : new RenderResult.Failed(
                        message, runs.getFirst().template(), runs.getFirst().line(), 0, REMEDY);
    }

    private static String shown(List<String> lines, int at) {
        if (at >= lines.size()) {
            return "nothing";
        }
        String line = lines.get(at);
        return '"' + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + '"';
    }
}
