package org.layergraft.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.layergraft.capture.CapturedModel;
import org.layergraft.diagnosis.Diagnosis;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Section;
import org.layergraft.report.Report.Tone;
import org.layergraft.step.Gradient;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;

/** Puts a report together, and writes it in the format that its file's name asks for. */
public final class Reports {

    static final String AREA = "report";

    private Reports() {}

    /** How a report is written. */
    public enum Format {
        HTML,
        PDF,
        MARKDOWN;

        /** @throws LayergraftException INPUT where the name ends in none of .html, .pdf and .md */
        public static Format of(Path file) throws LayergraftException {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".html") || name.endsWith(".htm")) {
                return HTML;
            }
            if (name.endsWith(".pdf")) {
                return PDF;
            }
            if (name.endsWith(".md") || name.endsWith(".markdown")) {
                return MARKDOWN;
            }
            throw LayergraftException.input(AREA, "format", file);
        }
    }

    /** The whole file. PDF takes seconds. */
    public static byte[] write(Findings findings, Format format, Texts texts) {
        Report report = of(findings, texts);
        return switch (format) {
            case HTML -> Html.of(report, Html.On.SCREEN).getBytes(StandardCharsets.UTF_8);
            case MARKDOWN -> Markdown.of(report).getBytes(StandardCharsets.UTF_8);
            case PDF -> Pdf.of(report);
        };
    }

    static Report of(Findings findings, Texts texts) {
        var say = Say.of(texts, findings.subject());
        var sections = new ArrayList<Section>();
        var model = new ArrayList<>(new AboutModel(findings, say).facts());
        Map<Integer, List<Gradient>> measured =
                switch (findings.subject()) {
                    case Subject.Grafted grafted -> {
                        var grafts = new AboutGrafts(grafted, say);
                        model.addAll(grafts.warning());
                        add(sections, say.to("model"), model);
                        add(sections, say.to("edits"), grafts.edits());
                        yield Map.of();
                    }
                    case Subject.Watched(CapturedModel captured) -> {
                        var circumstances = captured.circumstances();
                        add(sections, say.to("model"), model);
                        add(sections, say.to("capture"), new AboutCapture(captured, circumstances, say).facts());
                        yield circumstances.measured();
                    }
                };
        var runs = new AboutRuns(findings, say);
        findings.run().ifPresent(run -> {
            add(sections, say.result("run"), runs.ran(run));
            add(sections, say.result("message"), runs.message(run));
            add(sections, say.result("coverage"), new AboutCoverage(say).of(run.coverage(), measured));
            add(sections, say.result("helps"), runs.helps(run));
        });
        add(sections, say.result("matrix"), runs.matrix());
        add(sections, say.to("costs"), runs.costs());
        add(sections, say.result("config"), new AboutConfig(say).of(findings.changes()));
        add(sections, say.to("repeat"), runs.repeat());
        add(sections, say.to("versions"), List.of(new Block.Facts(findings.versions())));
        String file = String.valueOf(findings.subject().files().getFirst().getFileName());
        return new Report(texts.locale(), say.result("title", file), summary(findings, say), sections);
    }

    private static void add(List<Section> sections, String heading, List<Block> blocks) {
        if (!blocks.isEmpty()) {
            sections.add(new Section(heading, blocks));
        }
    }

    private static List<Block> summary(Findings findings, Say say) {
        var blocks = new ArrayList<Block>();
        var date = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(say.texts().locale());
        blocks.add(new Block.Paragraph(say.result("made", findings.made().format(date))));
        Optional<Verdict> verdict = findings.run().flatMap(RunResult::verdict);
        verdict.ifPresentOrElse(
                v -> {
                    blocks.add(new Block.Callout(AboutRuns.tone(v), say.result("verdict", say.the(v.sentence()))));
                    findings.run()
                            .flatMap(RunResult::predicted)
                            .ifPresent(basis -> blocks.add(new Block.Paragraph(say.the(basis))));
                    blocks.add(new Block.Paragraph(say.the(v.explanation())));
                },
                () -> blocks.add(findings.run()
                        .flatMap(RunResult::single)
                        .map(s -> (Block) new Block.Callout(Tone.NEUTRAL, say.the(Diagnosis.sentence(s))))
                        .orElseGet(() -> new Block.Callout(Tone.NEUTRAL, say.result("nothing.run")))));
        verdict.ifPresent(v -> {
            if (!v.warnings().isEmpty()) {
                blocks.add(new Block.Items(v.warnings().stream().map(say::the).toList()));
            }
        });
        return blocks;
    }
}
