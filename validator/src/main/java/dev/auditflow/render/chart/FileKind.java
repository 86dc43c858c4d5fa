package dev.auditflow.render.chart;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Guesses what a file is by its first bytes, as web browsers do; for messages. */
final class FileKind {
    private static final int LOOKED_AT = 512;
    private static final List<String> HTML = List.of(
            "<!doctype html",
            "<html",
            "<head",
            "<script",
            "<iframe",
            "<h1",
            "<div",
            "<font",
            "<table",
            "<a",
            "<style",
            "<title",
            "<b",
            "<body",
            "<br",
            "<p",
            "<!--");

    private FileKind() {}

    /** The media type that Helm names. */
    static String of(byte[] file) {
        String start = new String(file, 0, Math.min(LOOKED_AT, file.length), StandardCharsets.ISO_8859_1);
        String text = start.stripLeading().toLowerCase(Locale.ROOT);
        if (HTML.stream().anyMatch(tag -> text.startsWith(tag) && isTagEnd(text, tag.length()))) {
            return "text/html; charset=utf-8";
        }
        if (text.startsWith("<?xml")) {
            return "text/xml; charset=utf-8";
        }
        if (start.startsWith("%PDF-")) {
            return "application/pdf";
        }
        if (start.startsWith("PK\u0003\u0004")) {
            return "application/zip";
        }
        if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
            return "image/png";
        }
        // Helm looks at 512 bytes, zeros behind the end of a shorter file.
        boolean binary = file.length < LOOKED_AT || start.chars().anyMatch(FileKind::isBinary);
        return binary ? "application/octet-stream" : "text/plain; charset=utf-8";
    }

    private static boolean isTagEnd(String text, int at) {
        return at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '>');
    }

    private static boolean isBinary(int c) {
        return c <= 0x08 || c == 0x0B || (c >= 0x0E && c <= 0x1A) || (c >= 0x1C && c <= 0x1F);
    }
}
