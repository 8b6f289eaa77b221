package dev.recommender.internal.page;

/** How pages look, by light and by dark. */
final class PageStyle {
    static final String CSS = """
            :root {
              color-scheme: light dark;
              --page: #f4f5f8; --card: #ffffff; --ink: #1b2130; --soft: #5d667a; --faint: #dfe3eb;
              --model: #2563c9; --popular: #c0702a; --against: #7a4fb5; --even: #aeb6c5;
              --s0: #12808a; --s1: #b0338a; --s2: #77701a; --s3: #4f6d8f; --good: #17764a; --bad: #b3362c;
              --shadow: 0 1px 2px rgba(20, 28, 50, .06), 0 4px 16px rgba(20, 28, 50, .05);
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --page: #12151c; --card: #1b202b; --ink: #e7eaf1; --soft: #98a2b6; --faint: #2f3646;
                --model: #7db0ff; --popular: #eba266; --against: #c3a1f2; --even: #566076;
                --s0: #4fc3c9; --s1: #f08fd0; --s2: #cfc35a; --s3: #9db7d6; --good: #63cf9b; --bad: #ff8d82;
                --shadow: none;
              }
            }
            * { box-sizing: border-box; }
            body {
              margin: 0; background: var(--page); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
            }
            main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; }
            h1 { font-size: 30px; line-height: 1.2; letter-spacing: -.015em; margin: 0 0 8px; }
            h2 { font-size: 19px; letter-spacing: -.01em; margin: 44px 0 4px; }
            h3 { font-size: 15px; margin: 0; }
            p { margin: 0 0 14px; color: var(--soft); max-width: 76ch; }
            p.lead { font-size: 16.5px; }
            p.above { margin: 18px 0 8px; }
            p.note { font-size: 13px; margin: 2px 0 8px; min-height: 39px; }
            .card { background: var(--card); border-radius: 12px; padding: 18px 20px; box-shadow: var(--shadow); }
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 14px; margin-top: 24px; }
            .tile .what { color: var(--soft); font-size: 13px; }
            .tile .figure { font-size: 32px; line-height: 1.25; font-weight: 650; letter-spacing: -.02em; }
            .tile .more { color: var(--soft); font-size: 13px; }
            .good { color: var(--good); } .bad { color: var(--bad); }
            .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 14px; }
            .charts .card { display: flex; flex-direction: column; } .charts .chart { margin-top: auto; }
            .chart { display: block; width: 100%; height: auto; } .pair .chart { max-width: 640px; margin: 0 auto; }
            .chart text { font-size: 11px; fill: var(--soft); font-variant-numeric: tabular-nums; }
            .chart text.name { font-size: 14px; fill: var(--ink); } .chart text.value { font-size: 13px; fill: var(--ink); }
            .chart text.mark { fill: var(--ink); font-weight: 600; }
            .chart text.mark { paint-order: stroke; stroke: var(--card); stroke-width: 3px; }
            circle.s0 { fill: var(--s0); } circle.s1 { fill: var(--s1); } circle.s2 { fill: var(--s2); } circle.s3 { fill: var(--s3); }
            .legend .s0 { background: var(--s0); } .legend .s1 { background: var(--s1); }
            .legend .s2 { background: var(--s2); } .legend .s3 { background: var(--s3); }
            circle.chosen { stroke: var(--ink); stroke-width: 2; }
            circle.hollow { fill: var(--card); stroke-width: 1.5; }
            circle.s0.hollow { stroke: var(--s0); } circle.s1.hollow { stroke: var(--s1); }
            circle.s2.hollow { stroke: var(--s2); } circle.s3.hollow { stroke: var(--s3); }
            circle.outside { fill: var(--card); stroke-width: 2; stroke-dasharray: 3 1.4; }
            circle.s0.outside { stroke: var(--s0); } circle.s1.outside { stroke: var(--s1); }
            circle.s2.outside { stroke: var(--s2); } circle.s3.outside { stroke: var(--s3); }
            line.leader { stroke: var(--soft); stroke-width: 1; }
            .line.even { stroke: var(--even); stroke-dasharray: 2 3; }
            circle.ring { fill: none; stroke: var(--ink); stroke-width: 1.5; } polyline.front { stroke: var(--soft); stroke-dasharray: 3 3; }
            .line.level.s0, .line.level.s1, .line.level.s2, .line.level.s3 { stroke-dasharray: 8 4; }
            .line.s0 { stroke: var(--s0); } .line.s1 { stroke: var(--s1); } .line.s2 { stroke: var(--s2); } .line.s3 { stroke: var(--s3); }
            .line.level.popular { stroke-dasharray: 5 4; opacity: .7; }
            p.chosen { color: var(--ink); max-width: none; font-weight: 600; overflow-wrap: anywhere; }
            h3.user { margin: 24px 0 0; overflow-wrap: anywhere; }
            ol.list { margin: 8px 0 0; padding-left: 28px; } ol.list li { padding: 4px 0; overflow-wrap: anywhere; }
            ol.list li::marker { color: var(--soft); font-variant-numeric: tabular-nums; }
            ol.list li.own { font-weight: 600; } ol.list li.own::before { content: "● "; color: var(--model); font-size: 10px; }
            ol.list small { display: block; color: var(--soft); font-size: 12px; font-weight: 400; }
            table.trials td { font-size: 13px; } table.trials .words { text-align: left; white-space: normal; min-width: 84px; }
            table.trials th.words { min-width: 0; } table.trials td.words:nth-child(2) { min-width: 260px; }
            .state { color: var(--soft); } .state.measured { color: var(--good); } .state.failed { color: var(--bad); }
            .wide text.tick { font-size: 12px; } .wide { min-width: 620px; }
            .grid { stroke: var(--faint); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; opacity: .6; }
            .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
            .line.model { stroke: var(--model); } .line.popular { stroke: var(--popular); } polyline.popular { stroke-dasharray: 5 4; }
            .line.against { stroke: var(--against); } polyline.against { stroke-dasharray: 1.5 3.5; }
            circle.against, .bar.against { fill: var(--against); } .legend .against { background: var(--against); }
            .warning { border-left: 4px solid var(--popular); max-width: none; margin: 18px 0 0; color: var(--ink); }
            .verdict { border-left: 4px solid var(--even); max-width: none; margin: 14px 0 18px; color: var(--ink); }
            .verdict b { display: block; font-size: 17px; } .verdict.better { border-color: var(--good); }
            .verdict.not-better { border-color: var(--popular); } .verdict.worse { border-color: var(--bad); }
            .cautions { border-left: 4px solid var(--popular); margin: 14px 0 0; font-size: 14px; }
            .cautions ul, .remarks ul { margin: 6px 0 0; padding-left: 18px; } .cautions li, .remarks li { padding: 3px 0; max-width: 100ch; }
            .cautions li span, .remarks { color: var(--soft); } .remarks { margin: 14px 0 0; font-size: 13.5px; }
            .remarks summary { cursor: pointer; width: max-content; padding: 2px 0; }
            p.caption { font-size: 13px; margin: 8px 0 0; }
            .overflow { overflow-x: auto; } .overflow > .chart { min-width: 640px; }
            polyline.line { stroke-width: 1.5; opacity: .55; }
            circle.model, .bar.model { fill: var(--model); }
            circle.popular, .bar.popular { fill: var(--popular); }
            .bar.even { fill: var(--even); }
            circle { stroke: var(--card); stroke-width: 1.5; }
            .legend { display: flex; flex-wrap: wrap; gap: 6px 20px; margin: 0 0 14px; color: var(--soft); font-size: 13px; }
            .legend i { display: inline-block; width: 18px; height: 10px; border-radius: 3px; margin-right: 7px; }
            .legend .model { background: var(--model); } .legend .popular { background: var(--popular); }
            .legend .even { background: var(--even); }
            .scroll { overflow-x: auto; padding: 6px 20px; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
            th, td { text-align: right; padding: 8px 0 8px 18px; border-top: 1px solid var(--faint); white-space: nowrap; vertical-align: top; }
            thead th { border-top: 0; color: var(--soft); font-weight: 500; }
            th:first-child, td:first-child { text-align: left; padding-left: 0; }
            tbody th { font-weight: 600; } tr.under th, tr.under td { border-top: 0; padding-top: 0; }
            tr.under th { font-weight: 400; color: var(--soft); padding-left: 14px; }
            td small { display: block; color: var(--soft); font-size: 11.5px; line-height: 1.3; }
            .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 14px; margin-top: 12px; }
            dl { display: grid; grid-template-columns: 1fr auto; margin: 8px 0 0; font-size: 14px; }
            dt { color: var(--soft); padding: 5px 0; border-top: 1px solid var(--faint); }
            dd { margin: 0; padding: 5px 0 5px 18px; border-top: 1px solid var(--faint); text-align: right;
              font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
            footer { margin-top: 36px; color: var(--soft); font-size: 13px; }
            @media (max-width: 560px) {
              main { padding: 24px 12px 48px; } .card { padding: 14px; } .scroll { padding: 6px 14px; }
              table { font-size: 13px; } th, td { padding-left: 8px; } th:first-child { white-space: normal; }
              .chart text { font-size: 13px; } .wide text.tick { font-size: 12px; }
            }
            @media print { body { background: #fff; } .card { box-shadow: none; border: 1px solid var(--faint); break-inside: avoid; } }
            """;

    private PageStyle() {}
}
