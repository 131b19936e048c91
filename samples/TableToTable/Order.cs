namespace TableToTable;

/// <summary>A row of the table that stands in where none is given.</summary>
internal sealed record Order(DateOnly Day, Channel Channel, int Items, decimal Price, double? Rating, bool Returned)
{
    /// <summary>Orders of a made-up shop: more on the phone towards the year's end, dear ones returned, few rated.</summary>
    public static IEnumerable<Order> Make(int count)
    {
        var random = new Random(1);
        for (var i = 0; i < count; i++)
        {
            var day = (int)(365 * Math.Sqrt(random.NextDouble()));
            var channel = random.Next(365) < day / 2 ? Channel.Phone : random.Next(3) == 0 ? Channel.Shop : Channel.Web;
            var items = 1 + (int)(-1.5 * Math.Log(1 - random.NextDouble()));
            var price = (decimal)Math.Round(items * Math.Exp(2.5 + 0.6 * random.NextDouble()), 2);
            yield return new Order(new DateOnly(2025, 1, 1).AddDays(day), channel, items, price,
                random.Next(3) == 0 ? Math.Round(3 + 2 * random.NextDouble(), 1) : null,
                random.NextDouble() < (double)price / 200);
        }
    }
}
