using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// A joint normal w of mean m and covariance Σ = V·Λ·Vᵀ, and what x = A·w + S·e with standard normal e says of it: A is a and
/// S is s, but 1 and a thousandth for what is given of w itself.
/// </summary>
/// <param name="mean">m.</param>
/// <param name="directions">Vᵀ, an eigenvector of Σ a row.</param>
/// <param name="variances">The diagonal of Λ, above 0.</param>
internal sealed class NormalLaw(double[] mean, double[] directions, double[] variances)
{
    // The variance of what is given; not nothing, as columns that determine each other can be given together.
    private const double Sure = 1e-6;

    private readonly int _size = mean.Length;
    private readonly double[] _scale = new double[mean.Length];
    private readonly double[] _spread = new double[mean.Length];
    private double[]? _covariance;
    private double[] _factor = [];

    private double[] Covariance
    {
        get
        {
            if (_covariance is not null)
                return _covariance;
            _covariance = new double[_size * _size];
            for (var k = 0; k < _size; k++)
            {
                var v = directions.AsSpan(k * _size, _size);
                for (var i = 0; i < _size; i++)
                    Products.AddScaled(variances[k] * v[i], v, _covariance.AsSpan(i * _size, _size));
            }

            return _covariance;
        }
    }

    /// <summary>Puts E[w | x] in place of x: m + V·(a·Λ/(a²·Λ + s²))·Vᵀ·(x - a·m), or m + Σ·A·K⁻¹·(x - A·m).</summary>
    public void Mean(Span<double> x, double a, double s, ReadOnlySpan<bool> given)
    {
        Span<double> z = stackalloc double[_size];
        x.CopyTo(z);
        if (!given.Contains(true))
        {
            Products.AddScaled(-a, mean, z);
            mean.CopyTo(x);
            Shrink(z, a, s, x);
            return;
        }

        Factor(a, s, given);
        for (var i = 0; i < _size; i++)
            z[i] -= _scale[i] * mean[i];
        Cholesky.Solve(_factor, z);
        for (var i = 0; i < _size; i++)
            z[i] *= _scale[i];
        for (var i = 0; i < _size; i++)
            x[i] = mean[i] + Products.Dot(Covariance.AsSpan(i * _size, _size), z);
    }

    /// <summary>Puts the gradient by x in place of that by E[w | x].</summary>
    public void Gradient(Span<double> dy, double a, double s, ReadOnlySpan<bool> given)
    {
        Span<double> z = stackalloc double[_size];
        dy.CopyTo(z);
        if (!given.Contains(true))
        {
            dy.Clear();
            Shrink(z, a, s, dy);
            return;
        }

        Factor(a, s, given);
        for (var i = 0; i < _size; i++)
            dy[i] = _scale[i] * Products.Dot(Covariance.AsSpan(i * _size, _size), z);
        Cholesky.Solve(_factor, dy);
    }

    private void Shrink(ReadOnlySpan<double> z, double a, double s, Span<double> sum)
    {
        for (var k = 0; k < _size; k++)
        {
            var v = directions.AsSpan(k * _size, _size);
            Products.AddScaled(a * variances[k] / (a * a * variances[k] + s * s) * Products.Dot(v, z), v, sum);
        }
    }

    // K = A·Σ·A + S², anew where a level or what is given is another than before.
    private void Factor(double a, double s, ReadOnlySpan<bool> given)
    {
        var isFactored = _factor.Length > 0;
        for (var i = 0; i < _size; i++)
        {
            var (scale, spread) = given[i] ? (1, Sure) : (a, s * s);
            isFactored &= _scale[i] == scale && _spread[i] == spread;
            (_scale[i], _spread[i]) = (scale, spread);
        }

        if (isFactored)
            return;
        if (_factor.Length == 0)
            _factor = new double[_size * _size];
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j <= i; j++)
                _factor[i * _size + j] = _scale[i] * Covariance[i * _size + j] * _scale[j] + (i == j ? _spread[i] : 0);
        }

        Cholesky.Factor(_factor, _size);
    }
}
