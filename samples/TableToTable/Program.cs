using System.Globalization;
using DualScale.Diffusion;
using DualScale.Evaluation.Quality;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;
using TableToTable;

// From a table to a synthetic one, and what that is worth: how like the real rows it is, and how private.
// Usage: TableToTable [table.csv [synthetic.csv [steps]]]
var output = args.ElementAtOrDefault(1) ?? "synthetic.csv";
int? steps = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : null;
var table = args.Length > 0 ? TableFile.Read(args[0]) : Table.From(Order.Make(2000));

// A fifth of the rows is kept from the model: what has not been seen tells copies from likeness.
var rows = Enumerable.Range(0, table.Rows).ToLookup(row => row % 5 == 0);
var (real, heldOut) = (table.Take([.. rows[false]]), table.Take([.. rows[true]]));

var encoding = TableEncoding.Fit(real);
var (points, watched) = HoldOut.Split(encoding.Encode(real), 0.1, new RandomStream(Seed: 1, Stream: 0));
var (recipe, rules) = (TableRules.Recipe(real.Rows, encoding), TableRules.Training(real.Rows, encoding));
var options = rules with { Steps = steps ?? rules.Steps, Seed = 1 };
using var trainer = new Trainer(recipe, points, options, Standardization.Identity(points.Columns), watched);
using var model = new TableModel(trainer.Run(), encoding);
var synthetic = model.Sample(real.Rows);
TableFile.Write(synthetic, output);

foreach (var sentence in TableQuality.Compare(real, synthetic, heldOut).Words)
    Console.WriteLine(sentence);
if (args.Length == 0)
    Console.WriteLine($"One of {synthetic.Rows} rows: {synthetic.ToRecords<Order>()[0]}");
