package dev.auditflow.render.chart;

import dev.auditflow.render.template.GoPath;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads a chart's {@code .tgz} into memory; nothing is ever written where an entry says. */
final class ChartArchive {
    private static final int BLOCK = 512;
    private static final int GZIP_HEADER = 10;

    private final InputStream in;
    private final String place;
    private final List<ChartFile> files = new ArrayList<>();
    private long total;

    private ChartArchive(InputStream in, String place) {
        this.in = in;
        this.place = place;
    }

    /** The archive that a user named: what is none is said in words for them. */
    static List<ChartFile> readNamed(byte[] archive, String place) {
        if (archive.length < 3 || archive[0] != 0x1F || archive[1] != (byte) 0x8B || archive[2] != 8) {
            boolean yaml = place.endsWith(".yaml") || place.endsWith(".yml");
            String words = yaml
                    ? "file '%s' seems to be a YAML file, but expected a gzipped archive".formatted(place)
                    : "file '%s' does not appear to be a gzipped archive; got '%s'"
                            .formatted(place, FileKind.of(archive));
            throw new ChartProblem(words, place, 0, "Name a chart's folder or its .tgz");
        }
        return read(archive, place);
    }

    static List<ChartFile> read(byte[] archive, String place) {
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            ChartArchive reader = new ChartArchive(unzipped, place);
            reader.entries();
            if (reader.files.isEmpty()) {
                throw new ChartProblem("no files in chart archive", place);
            }
            return reader.files;
        } catch (EOFException e) {
            String words = archive.length == 0 ? "EOF" : "unexpected EOF";
            throw new ChartProblem(words, place, 0, "The archive is cut off; fetch or package it again");
        } catch (IOException e) {
            boolean header = "Not in GZIP format".equals(e.getMessage());
            String words = header
                    ? archive.length < GZIP_HEADER ? "unexpected EOF" : "gzip: invalid header"
                    : "The archive is damaged: " + e.getMessage();
            throw new ChartProblem(words, place, 0, "Fetch or package the archive again");
        }
    }

    private void entries() throws IOException {
        byte[] header = new byte[BLOCK];
        String longName = "";
        int zeroBlocks = 0;
        while (zeroBlocks < 2 && in.readNBytes(header, 0, BLOCK) == BLOCK) {
            if (isZero(header)) {
                zeroBlocks++;
                continue;
            }
            zeroBlocks = 0;
            long size = octal(header, 124, 12);
            char type = (char) header[156];
            String name = longName.isEmpty() ? name(header) : longName;
            longName = "";
            switch (type) {
                case 'L' -> longName = text(content(size, name), 0, (int) size);
                case 'x' -> longName = paxPath(content(size, name));
                case 'g', '5' -> content(size, name);
                default -> {
                    byte[] data = type == '0' || type == 0 ? content(size, name) : new byte[0];
                    if (!name.endsWith("/")) {
                        files.add(ChartFile.of(inside(name), data));
                    }
                }
            }
        }
    }

    private byte[] content(long size, String name) throws IOException {
        total += size;
        ChartLimits.check("decompressed chart file", name, size, total, files.size(), place);
        byte[] data = in.readNBytes((int) size);
        if (data.length < size) {
            throw new EOFException("unexpected EOF");
        }
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        return data;
    }

    /** The entry's path without its first folder. */
    private String inside(String entry) {
        String delimiter = entry.contains("\\") ? "\\" : "/";
        int first = entry.indexOf(delimiter);
        String name = first < 0 ? "" : entry.substring(first + 1).replace(delimiter, "/");
        if (name.startsWith("/")) {
            throw refused("chart illegally contains absolute paths");
        }
        String clean = GoPath.clean(name);
        if (clean.equals(".")) {
            throw refused("chart illegally contains content outside the base directory: \"" + entry + "\"");
        }
        if (clean.startsWith("..")) {
            throw refused("chart illegally references parent directory");
        }
        if (clean.matches("(?s)[a-zA-Z]:/.*") || clean.indexOf('\0') >= 0) {
            throw refused("chart contains illegally named files");
        }
        if (entry.startsWith("Chart.yaml" + delimiter)) {
            throw refused("chart yaml not in base directory");
        }
        return clean;
    }

    private ChartProblem refused(String message) {
        return new ChartProblem(message, place, 0, "Do not use this archive: it was not made by helm package");
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = text(header, 257, 5).equals("ustar");
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < Math.min(from + length, bytes.length) && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).strip();
        if (!digits.matches("[0-7]{0,12}")) {
            throw new IOException("invalid tar header");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static String paxPath(byte[] records) {
        for (String line : new String(records, StandardCharsets.UTF_8).split("\n", -1)) {
            int at = line.indexOf(" path=");
            if (at >= 0) {
                return line.substring(at + " path=".length());
            }
        }
        return "";
    }
}
