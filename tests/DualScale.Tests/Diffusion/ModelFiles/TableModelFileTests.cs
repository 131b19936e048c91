using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.ModelFiles;

/// <summary>
/// Model files of tables whose metadata do not agree, with checksums that fit: each is refused in one line that has the path.
/// </summary>
public sealed class TableModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TableModelFileTests()
    {
        var table = TableFile.Read(new StringReader("kind,x,on,born\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{(i % 5 < 2 ? "ant" : i % 5 == 2 ? "bee" : "cat")},{i * i % 53},{i % 3},{new DateTime(2024, 1, 1).AddDays(i * i % 47):yyyy-MM-dd}\n"))),
            "the table");
        var encoding = TableEncoding.Fit(table);
        Assert.Equal([3, 1, 1, 1], encoding.Widths);
        var recipe = DiffusionRecipe.ScaleSpace with
        {
            Conditions = new ColumnGroups(encoding.Widths),
            Discrete = encoding.Discrete,
        };
        using var trainer = new Trainer(
            recipe, encoding.Encode(table), new TrainingOptions { Steps = 1, Threads = 1, Conditions = 0.5 },
            Standardization.Identity(encoding.Names.Count));
        using var model = trainer.ToModel();
        ModelFile.Save(model, Path, new JsonObject { ["note"] = 1 }, encoding);
    }

    private string Path => _folder["table.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Network_with_other_shares_than_the_table_is_refused_and_a_rounding_apart_is_not()
    {
        var share = ReadJson("recipe")["discrete"]![0]!["shares"]![0]!.GetValue<double>();
        Shift(1e-7);
        Assert.NotNull(ModelFile.ReadEncoding(Path));
        Shift(1e-3);
        Assert.Contains("its network and its table speak of different columns", Refusal(() => ModelFile.ReadEncoding(Path)));

        void Shift(double by) => Alter("recipe", tree =>
        {
            var shares = tree["discrete"]![0]!["shares"]!.AsArray();
            (shares[0], shares[1]) = (share + by, 1 - shares[2]!.GetValue<double>() - share - by);
        });
    }

    [Fact]
    public void Network_with_other_points_than_the_table_is_refused()
    {
        Alter("recipe", tree => tree["discrete"]![0]!["points"]![1]![2] = 0.25f);
        Assert.Contains("its network and its table speak of different columns", Refusal(() => ModelFile.ReadEncoding(Path)));
    }

    [Fact]
    public void Network_whose_discrete_columns_lie_elsewhere_is_refused()
    {
        Alter("recipe", tree => (tree["discrete"]![0]!["first"], tree["conditions"]) = (1, new JsonArray(1, 3, 1, 1)));
        ModelFile.Load(Path).Dispose();
        Assert.Contains("its network and its table speak of different columns", Refusal(() => ModelFile.ReadEncoding(Path)));
    }

    [Theory]
    [InlineData(true, 3, 1, 1, 1)]
    [InlineData(true, 4, 2)]
    [InlineData(false, 1, 2, 1, 1, 1)]
    [InlineData(false, 2, 2, 2)]
    public void Conditions_that_cut_a_column_of_the_table_are_refused(bool suits, params int[] groups)
    {
        Alter("recipe", tree =>
        {
            tree.Remove("discrete");
            tree["conditions"] = new JsonArray([.. groups.Select(width => (JsonNode)width)]);
        }, changes: groups.Length != 4);
        if (suits)
            Assert.NotNull(ModelFile.ReadEncoding(Path));
        else
            Assert.Contains("speak of different columns", Refusal(() => ModelFile.ReadEncoding(Path)));
    }

    // Whole numbers lie on steps of 1, 2, 3 and so on, days on steps of days.
    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(1, 0.5, false)]
    [InlineData(1, 1.5, false)]
    [InlineData(1, 0, false)]
    [InlineData(3, 7 * 86400e6, true)]
    [InlineData(3, 3600e6, false)]
    [InlineData(3, 0, false)]
    public void Steps_between_those_of_a_column_s_kind_are_refused(int column, double step, bool suits)
    {
        Alter("encoding", tree => tree["fitted"]![column]![6] = step);
        if (suits)
            Assert.NotNull(ModelFile.ReadEncoding(Path));
        else
            Assert.Contains("is damaged; take an undamaged copy.", Refusal(() => ModelFile.ReadEncoding(Path)));
    }

    [Theory]
    [InlineData("encoding", "\"name\":\"x\"", "\"name\":\"y\"", "other columns than the encoding")]
    [InlineData("encoding", "\"kind\":\"date\"", "\"kind\":\"date\",\"format\":\"yyyy%\"", "'born': 'yyyy%' is no format")]
    [InlineData("encoding", "\"fitted\"", "\"fit\"", "cannot be read")]
    [InlineData("columns", "\"High\":", "\"High\":-9", "6 columns that cannot be")]
    [InlineData("columns", "[", "{", "cannot be read")]
    [InlineData("recipe", "\"points\"", "\"point\"", "cannot be read")]
    [InlineData("recipe", "\"first\":0", "\"first\":-1", "2 to 2048 points")]
    public void Faults_of_what_the_columns_stand_for_have_the_path(string key, string before, string after, string part)
    {
        Alter(key, text => text.Replace(before, after, StringComparison.Ordinal));
        Assert.Contains(part, Refusal(() => ModelFile.ReadEncoding(Path)));
    }

    [Theory]
    [InlineData("\"sigma-max\":", "\"sigma-max\":-", "sigma")]
    [InlineData("\"first\":0", "\"first\":3", "columns")]
    [InlineData("\"conditions\":[3,1,", "\"conditions\":[2,2,", "give them apart")]
    [InlineData("\"kind\":\"edm\"", "\"kind\":\"edn\"", "'edn'")]
    public void Faults_of_the_network_have_the_path(string before, string after, string part)
    {
        Alter("recipe", text => text.Replace(before, after, StringComparison.Ordinal));
        Assert.Contains(part, Refusal(() => ModelFile.Load(Path)));
    }

    [Fact]
    public void Weights_that_are_not_finite_and_a_configuration_that_is_none_are_told_with_the_path()
    {
        var file = SafetensorsFile.Read(Path);
        file.Metadata["configuration"] = "[]";
        file.Write(Path);
        Assert.Contains("cannot be read", Refusal(() => ModelFile.ReadConfiguration(Path)));

        var bytes = new SafetensorsFile(Path);
        foreach (var tensor in file.Tensors)
        {
            var values = file.Get<float>(tensor.Name);
            values[0] = float.NaN;
            bytes.Add<float>(tensor.Name, values, [.. tensor.Shape]);
        }

        foreach (var (key, value) in file.Metadata)
            bytes.Metadata[key] = value;
        bytes.Write(Path);
        Assert.Contains("not finite", Refusal(() => ModelFile.Load(Path)));
    }

    private string Refusal(Func<object?> read)
    {
        var message = Assert.Throws<InvalidInputException>(read).Message;
        Assert.DoesNotContain('\n', message);
        Assert.StartsWith(Path, message);
        return message;
    }

    private JsonObject ReadJson(string key) => JsonNode.Parse(SafetensorsFile.Read(Path).Metadata[key])!.AsObject();

    private void Alter(string key, Action<JsonObject> change, bool changes = true) => Alter(key, text =>
    {
        var tree = JsonNode.Parse(text)!.AsObject();
        change(tree);
        return tree.ToJsonString();
    }, changes);

    private void Alter(string key, Func<string, string> change, bool changes = true)
    {
        var file = SafetensorsFile.Read(Path);
        var changed = change(file.Metadata[key]);
        Assert.True(!changes || changed != file.Metadata[key], $"There is nothing to change in {file.Metadata[key]}.");
        file.Metadata[key] = changed;
        file.Write(Path);
    }
}
