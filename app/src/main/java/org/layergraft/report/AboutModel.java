package org.layergraft.report;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditTexts;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Fact;
import org.layergraft.report.Report.Tone;

/** What the model is, and what was grafted onto it. */
final class AboutModel {

    private final Findings findings;
    private final Say say;

    AboutModel(Findings findings, Say say) {
        this.findings = findings;
        this.say = say;
    }

    List<Block> facts() {
        var experiment = findings.experiment();
        ModelGraph graph = experiment.graph();
        List<Parameter> parameters = graph.parameters();
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Facts(List.of(
                new Fact(say.to("model.file"), String.valueOf(experiment.file().getFileName())),
                new Fact("SHA-256", findings.sha256()),
                new Fact(say.to("model.root"), graph.root().type()),
                new Fact(
                        say.to("model.modules"),
                        say.to("count", graph.root().walk().count())),
                new Fact(
                        say.to("model.parameters"),
                        say.to(
                                "model.counted",
                                parameters.size(),
                                parameters.stream()
                                        .mapToLong(p -> p.shape().elements())
                                        .sum())),
                new Fact(
                        say.to("model.trainable"),
                        say.to(
                                "model.counted",
                                parameters.stream().filter(Parameter::trainable).count(),
                                parameters.stream()
                                        .filter(Parameter::trainable)
                                        .mapToLong(p -> p.shape().elements())
                                        .sum())))));
        experiment.warning().ifPresent(w -> blocks.add(new Block.Callout(Tone.WARNING, say.the(w))));
        return blocks;
    }

    /** Every edit as a sentence, each with its picture. */
    List<Block> edits() {
        var experiment = findings.experiment();
        List<Edit> edits = experiment.log().edits();
        if (edits.isEmpty()) {
            return List.of(new Block.Paragraph(say.to("edits.none")));
        }
        var blocks = new ArrayList<Block>();
        if (!findings.pictures().isEmpty()) {
            blocks.add(new Block.Paragraph(say.to("edits.around")));
        }
        int number = 0;
        for (Edit edit : edits) {
            number++;
            String sentence = say.to("edits.one", number, say.the(EditTexts.describe(edit)));
            blocks.add(findings.pictures().stream()
                    .filter(p -> p.edit().equals(edit))
                    .findFirst()
                    .map(p -> (Block) new Block.Picture(p.screen(), p.paper(), sentence))
                    .orElseGet(() -> new Block.Paragraph(sentence)));
            var notes = experiment.notes(edit).stream().map(say::the).toList();
            if (!notes.isEmpty()) {
                blocks.add(new Block.Items(notes));
            }
        }
        return blocks;
    }
}
