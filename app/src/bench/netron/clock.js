// Served beside Netron and loaded by its page. Tells the bench when an opened model's graph is shown and the page takes events again.
{
    const tell = (what, nodes) => fetch(
        `/told?what=${what}&nodes=${nodes}&at=${Math.round((performance.timeOrigin + performance.now()) * 1000)}`, { method: 'POST' });
    const nodes = () => document.querySelectorAll('#canvas g.node, #target g.node').length;
    const graph = new MutationObserver(() => {
        if (document.body.classList.contains('default')) {
            graph.disconnect();
            // Two frames later it has been painted; then events that came before are handled.
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => tell('graph', nodes()))));
        }
    });
    const watch = () => graph.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    const later = new URLSearchParams(location.search).get('later');
    const drop = async () => {
        // It lies in memory already: reading it from disk is not counted.
        const bytes = await (await fetch(`/model/${later}`)).arrayBuffer();
        while (document.body.className !== 'welcome') {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        await new Promise((resolve) => setTimeout(resolve, 3000));
        const files = new DataTransfer();
        files.items.add(new File([bytes], later));
        watch();
        await tell('press', 0);
        document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }));
    };
    addEventListener('DOMContentLoaded', () => later ? drop() : watch());
}
