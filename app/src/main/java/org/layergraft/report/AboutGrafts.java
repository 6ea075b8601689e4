package org.layergraft.report;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditTexts;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Tone;

/** What was grafted onto a model that is here. */
final class AboutGrafts {

    private final Subject.Grafted grafted;
    private final Say say;

    AboutGrafts(Subject.Grafted grafted, Say say) {
        this.grafted = grafted;
        this.say = say;
    }

    /** What is to be known before everything else. */
    List<Block> warning() {
        return grafted.experiment()
                .warning()
                .map(w -> List.<Block>of(new Block.Callout(Tone.WARNING, say.the(w))))
                .orElse(List.of());
    }

    /** Every edit as a sentence, each with its picture. */
    List<Block> edits() {
        var experiment = grafted.experiment();
        List<Edit> edits = experiment.log().edits();
        if (edits.isEmpty()) {
            return List.of(new Block.Paragraph(say.to("edits.none")));
        }
        var blocks = new ArrayList<Block>();
        if (!grafted.pictures().isEmpty()) {
            blocks.add(new Block.Paragraph(say.to("edits.around")));
        }
        int number = 0;
        for (Edit edit : edits) {
            number++;
            String sentence = say.to("edits.one", number, say.the(EditTexts.describe(edit)));
            blocks.add(grafted.pictures().stream()
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
