package dev.auditflow.render;

import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.jni.HelmLib;
import dev.auditflow.render.chart.Chart;
import dev.auditflow.render.chart.ChartLoader;
import dev.auditflow.render.chart.ChartProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders by helm-java, Helm's own code in the process. It knows no {@code --api-versions}, leaves hooks out, and asks
 * a cluster for {@code lookup}; such charts are refused with a sentence, so that nothing is left out unseen.
 */
public final class EmbeddedHelm implements HelmEngine {
    /** The remedy of what this engine refuses and another can do. */
    static final String OTHERS = "Choose --helm-engine java or --helm-engine binary for this chart";

    private static final Pattern LOOKUP = Pattern.compile("(?s)\\{\\{(?!-?\\s*/\\*)(?:(?!}}).)*\\blookup\\b");
    private static final Pattern HOOK = Pattern.compile("helm\\.sh/hook");

    private final NativeHelm library;
    private @Nullable HelmLib opened;

    /** @param cache folder that keeps the unpacked library, for example {@code ~/.cache/auditflow} */
    public EmbeddedHelm(Path cache) {
        this.library = new NativeHelm(cache);
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public RenderResult render(HelmRequest request) {
        String chart = request.chart().toString();
        try {
            Chart files = ChartLoader.load(request.chart());
            Optional<String> lacking = lacking(request, files);
            if (lacking.isPresent()) {
                return new RenderResult.Failed(lacking.get(), chart, 0, 0, OTHERS);
            }
            Optional<HelmLib> helm = library();
            if (helm.isEmpty()) {
                return new RenderResult.Failed(
                        "helm-java has no library for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch"),
                        chart,
                        0,
                        0,
                        OTHERS);
            }
            String text = print(template(helm.get(), request).call(), request, files);
            Rendering.RenderedFile file =
                    new Rendering.RenderedFile(chart, text, SourceComments.of(text, files.places()));
            return new RenderResult.Rendered(new Rendering(List.of(file), RenderedDefinitions.of(files)));
        } catch (ChartProblem e) {
            return e.failed();
        } catch (IOException e) {
            return new RenderResult.Failed(
                    "helm-java's library could not be unpacked or read: " + e.getMessage(), chart, 0, 0, OTHERS);
        } catch (IllegalStateException e) {
            return HelmFailure.of(String.valueOf(e.getMessage()), chart);
        }
    }

    private synchronized Optional<HelmLib> library() throws IOException {
        if (opened == null) {
            opened = library.open().orElse(null);
        }
        return Optional.ofNullable(opened);
    }

    private static Optional<String> lacking(HelmRequest request, Chart files) {
        if (!request.apiVersions().isEmpty()) {
            return Optional.of("helm-java takes no --api-versions");
        }
        if (!request.setString().isEmpty()
                || !request.setJson().isEmpty()
                || !request.setLiteral().isEmpty()) {
            return Optional.of("helm-java takes no --set-string, --set-json or --set-literal");
        }
        if (request.isUpgrade() || request.skipSchemaValidation()) {
            return Optional.of("helm-java takes no --is-upgrade or --skip-schema-validation");
        }
        Set<String> keys = new HashSet<>();
        for (String expression : request.set()) {
            int equals = expression.indexOf('=');
            if (equals <= 0 || expression.matches("(?s).*[,\\\\{}].*") || !keys.add(expression.substring(0, equals))) {
                return Optional.of("helm-java takes --set of one plain value for a key only");
            }
        }
        if (files.mentions(LOOKUP)) {
            return Optional.of("The chart calls lookup, for which helm-java asks a cluster; none is ever asked here");
        }
        if (!request.noHooks() && files.mentions(HOOK)) {
            return Optional.of("The chart has hooks, which helm-java leaves out of its rendering");
        }
        return Optional.empty();
    }

    private static TemplateCommand template(HelmLib helm, HelmRequest request) {
        TemplateCommand command = new TemplateCommand(helm, request.chart().toAbsolutePath())
                .withName(request.releaseName())
                .withNamespace(request.namespace())
                .withKubeVersion(request.kubeVersion())
                .skipCrds();
        request.valuesFiles().forEach(file -> command.withValuesFile(file.toAbsolutePath()));
        request.set().forEach(expression -> {
            int equals = expression.indexOf('=');
            command.set(expression.substring(0, equals), expression.substring(equals + 1));
        });
        request.setFile().forEach(expression -> {
            int equals = expression.indexOf('=');
            command.setFile(expression.substring(0, equals), Path.of(expression.substring(equals + 1)));
        });
        return command;
    }

    private static String print(String manifests, HelmRequest request, Chart files) {
        StringBuilder text = new StringBuilder();
        if (request.includeCrds()) {
            for (Chart.Definition crd : files.definitions()) {
                text.append("---\n# Source: ").append(crd.name()).append('\n');
                text.append(crd.file().text()).append('\n');
            }
        }
        return (text + manifests).strip() + "\n";
    }
}
