package org.layergraft.report;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Fact;

/** What the model is. */
final class AboutModel {

    private final Findings findings;
    private final Say say;

    AboutModel(Findings findings, Say say) {
        this.findings = findings;
        this.say = say;
    }

    List<Block> facts() {
        ModelGraph graph = findings.subject().graph();
        List<Parameter> parameters = graph.parameters();
        var facts = new ArrayList<Fact>();
        for (Subject.Source source : findings.sources()) {
            facts.add(
                    new Fact(say.to("model.file"), String.valueOf(source.file().getFileName())));
            facts.add(new Fact("SHA-256", source.sha256()));
        }
        facts.add(new Fact(say.to("model.root"), graph.root().type()));
        facts.add(new Fact(
                say.to("model.modules"), say.to("count", graph.root().walk().count())));
        facts.add(new Fact(say.to("model.parameters"), counted(parameters)));
        facts.add(new Fact(
                say.to("model.trainable"),
                counted(parameters.stream().filter(Parameter::trainable).toList())));
        return List.of(new Block.Facts(facts));
    }

    private String counted(List<Parameter> parameters) {
        return say.to(
                "model.counted",
                parameters.size(),
                parameters.stream().mapToLong(p -> p.shape().elements()).sum());
    }
}
