package dev.auditflow.gate.excerpt;

import dev.auditflow.render.chart.SourceText;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Templates and values files of a run, each read once. Safe for many threads. */
final class Sources {
    private final Map<String, Optional<TemplateText>> templates = new ConcurrentHashMap<>();
    private final Map<String, Optional<ValuesText>> values = new ConcurrentHashMap<>();

    /** The template; empty if it cannot be read. */
    Optional<TemplateText> template(String file) {
        return templates.computeIfAbsent(file, name -> SourceText.read(name).map(TemplateText::new));
    }

    /** The values file; empty if it cannot be read, and for flags. */
    Optional<ValuesText> values(String file) {
        return file.startsWith("-")
                ? Optional.empty()
                : values.computeIfAbsent(file, name -> SourceText.read(name).map(ValuesText::new));
    }
}
