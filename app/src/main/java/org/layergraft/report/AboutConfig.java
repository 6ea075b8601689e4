package org.layergraft.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Tone;

/** What to change in training configs: what is wrong first, then the change and the command that makes it. */
final class AboutConfig {

    private final Say say;

    AboutConfig(Say say) {
        this.say = say;
    }

    List<Block> of(List<Findings.ConfigChange> changes) {
        return changes.stream().flatMap(c -> of(c).stream()).toList();
    }

    private List<Block> of(Findings.ConfigChange change) {
        var blocks = new ArrayList<Block>();
        blocks.add(headline(change));
        items(change.found().stream().map(this::told), blocks);
        change.uncheckpointed().ifPresent(c -> blocks.add(new Block.Paragraph(say.to("config.uncheckpointed", c))));
        change.obstacle().ifPresent(o -> blocks.add(new Block.Callout(Tone.WARNING, say.the(o))));
        change.edit().ifPresent(e -> blocks.addAll(edit(change, e)));
        if (change.edit().isEmpty()
                && change.obstacle().isEmpty()
                && !change.remaining().isEmpty()) {
            blocks.add(new Block.Paragraph(say.to("config.choose")));
        }
        if (!change.notes().isEmpty()) {
            blocks.add(new Block.Paragraph(say.to("config.notes")));
            items(change.notes().stream().map(say::the), blocks);
        }
        return blocks;
    }

    /** Nothing has to change only where nothing is wrong. */
    private Block headline(Findings.ConfigChange change) {
        if (change.stops()) {
            return new Block.Callout(Tone.BAD, say.to("config.stops", change.file()));
        }
        if (change.helpless()) {
            return new Block.Callout(Tone.WARNING, say.to("config.helpless", change.file()));
        }
        if (!change.found().isEmpty()) {
            return new Block.Callout(Tone.WARNING, say.to("config.look", change.file()));
        }
        return change.edit().isPresent() || change.obstacle().isPresent()
                ? new Block.Callout(Tone.WARNING, say.to("config.needed", change.file()))
                : new Block.Paragraph(say.to("config.fine", change.file()));
    }

    private String told(Findings.Found found) {
        return found.stops()
                ? say.to("config.error", Tone.BAD.sign(), say.the(found.text()))
                : say.to("config.warning", Tone.WARNING.sign(), say.the(found.text()));
    }

    /** What does not let the config train is not offered as if it did. */
    private List<Block> edit(Findings.ConfigChange change, Findings.MadeEdit edit) {
        var blocks = new ArrayList<Block>();
        boolean remedy = change.remaining().isEmpty();
        String files = String.join(", ", edit.files());
        if (!remedy) {
            blocks.add(new Block.Callout(Tone.BAD, say.to("config.remaining")));
            items(change.remaining().stream().map(say::the), blocks);
        }
        blocks.add(new Block.Paragraph(say.to(remedy ? "config.make" : "config.part", files)));
        blocks.add(new Block.Code("diff", String.join("\n", edit.diff())));
        if (edit.checkpointsOff()) {
            blocks.add(new Block.Paragraph(say.to("config.memory")));
        }
        if (!edit.files().contains(change.file())) {
            blocks.add(new Block.Paragraph(say.to("config.bases", change.file())));
        } else if (!edit.inheritors().isEmpty()) {
            blocks.add(new Block.Paragraph(
                    say.to("config.inherited", edit.inheritors().size(), String.join(", ", edit.inheritors()))));
        }
        if (remedy) {
            blocks.add(new Block.Paragraph(say.to("config.command")));
            blocks.add(new Block.Code("sh", edit.command()));
        }
        return blocks;
    }

    private static void items(Stream<String> texts, List<Block> blocks) {
        List<String> all = texts.toList();
        if (!all.isEmpty()) {
            blocks.add(new Block.Items(all));
        }
    }
}
