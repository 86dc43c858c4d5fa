package dev.auditflow.render.chart;

import dev.auditflow.go.GoText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One file of a chart. */
public final class ChartFile {
    private final String name;
    private final byte[] data;

    private ChartFile(String name, byte[] data) {
        this.name = name;
        this.data = data;
    }

    /** A file as read; a byte order mark at its start goes. */
    static ChartFile of(String name, byte[] data) {
        boolean mark = data.length >= 3 && data[0] == (byte) 0xEF && data[1] == (byte) 0xBB && data[2] == (byte) 0xBF;
        return new ChartFile(name, mark ? Arrays.copyOfRange(data, 3, data.length) : data);
    }

    ChartFile named(String other) {
        return new ChartFile(other, data);
    }

    /** Path inside the chart, with slashes. */
    public String name() {
        return name;
    }

    /** The bytes; treat them as read-only. */
    byte[] data() {
        return data;
    }

    /** The content, where a lone surrogate stands for a byte that is not UTF-8. */
    String go() {
        return GoText.decode(data);
    }

    /** The content as UTF-8. */
    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }
}
