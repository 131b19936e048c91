using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// A joint normal w of mean m and covariance Σ = V·Λ·Vᵀ, or a mixture of those of means m + o_k, and what x = A·w + S·e with
/// standard normal e says of it: A is a and S is s, but 1 and a thousandth for what is given of w itself. K is A·Σ·A + S².
/// </summary>
/// <param name="mean">m.</param>
/// <param name="directions">Vᵀ, an eigenvector of Σ a row.</param>
/// <param name="variances">The diagonal of Λ, above 0.</param>
/// <param name="offsets">o_k, one after another; empty where there is one normal.</param>
internal sealed class NormalLaw(double[] mean, double[] directions, double[] variances, double[] offsets)
{
    // The variance of what is given; not nothing, as columns that determine each other can be given together.
    private const double Sure = 1e-6;

    private readonly int _size = mean.Length;
    private readonly double[] _scale = new double[mean.Length];
    private readonly double[] _spread = new double[mean.Length];
    private double[]? _covariance;
    private double[]? _turned;
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
                for (var i = 0; i < _size; i++)
                    Products.AddScaled(variances[k] * Direction(k)[i], Direction(k), _covariance.AsSpan(i * _size, _size));
            }

            return _covariance;
        }
    }

    // Vᵀ·o_k of each.
    private double[] Turned
    {
        get
        {
            if (_turned is not null)
                return _turned;
            _turned = new double[offsets.Length];
            for (var k = 0; k < offsets.Length; k++)
                _turned[k] = Products.Dot(Direction(k % _size), Offset(k / _size));
            return _turned;
        }
    }

    /// <summary>
    /// Puts E[w | x] in place of x: μ + V·(a·Λ/(a²·Λ + s²))·Vᵀ·(x - a·μ), or μ + Σ·A·K⁻¹·(x - A·μ), where μ = m + Σ_k p_k·o_k.
    /// </summary>
    public void Mean(Span<double> x, double a, double s, ReadOnlySpan<bool> given, ReadOnlySpan<double> shares)
    {
        Span<double> z = stackalloc double[_size], middle = stackalloc double[_size];
        mean.CopyTo(middle);
        for (var k = 0; k < shares.Length; k++)
            Products.AddScaled(shares[k], Offset(k), middle);
        x.CopyTo(z);
        if (!given.Contains(true))
        {
            Products.AddScaled(-a, middle, z);
            middle.CopyTo(x);
            Shrink(z, a, s, x);
            return;
        }

        Factor(a, s, given);
        for (var i = 0; i < _size; i++)
            z[i] -= _scale[i] * middle[i];
        Cholesky.Solve(_factor, z);
        for (var i = 0; i < _size; i++)
            z[i] *= _scale[i];
        for (var i = 0; i < _size; i++)
            x[i] = middle[i] + Products.Dot(Covariance.AsSpan(i * _size, _size), z);
    }

    /// <summary>Puts the gradient by x in place of that by E[w | x], and writes that by p.</summary>
    public void MeanGradient(Span<double> dy, double a, double s, ReadOnlySpan<bool> given, Span<double> shares)
    {
        Span<double> z = stackalloc double[_size];
        dy.CopyTo(z);
        if (!given.Contains(true))
        {
            dy.Clear();
            Shrink(z, a, s, dy);
        }
        else
        {
            Factor(a, s, given);
            for (var i = 0; i < _size; i++)
                dy[i] = _scale[i] * Products.Dot(Covariance.AsSpan(i * _size, _size), z);
            Cholesky.Solve(_factor, dy);
        }

        // That by μ is what x does not take.
        for (var i = 0; i < _size; i++)
            z[i] -= (given[i] ? 1 : a) * dy[i];
        for (var k = 0; k < shares.Length; k++)
            shares[k] = Products.Dot(Offset(k), z);
    }

    /// <summary>
    /// How much likelier x is by each normal of a mixture than by one of mean m: ln N(x; A·(m + o_k), K) - ln N(x; A·m, K), which
    /// is (A·o_k)ᵀ·K⁻¹·(x - A·m - A·o_k/2).
    /// </summary>
    public void Evidence(ReadOnlySpan<double> x, double a, double s, ReadOnlySpan<bool> given, Span<double> logarithms)
    {
        Span<double> z = stackalloc double[_size], residual = stackalloc double[_size];
        for (var i = 0; i < _size; i++)
            residual[i] = x[i] - (given[i] ? 1 : a) * mean[i];
        if (!given.Contains(true))
        {
            Span<double> weights = stackalloc double[_size];
            for (var i = 0; i < _size; i++)
                (z[i], weights[i]) = (Products.Dot(Direction(i), residual), Weight(i, a, s));
            for (var k = 0; k < logarithms.Length; k++)
            {
                var offset = Turned.AsSpan(k * _size, _size);
                logarithms[k] = 0;
                for (var i = 0; i < _size; i++)
                    logarithms[k] += weights[i] * offset[i] * (z[i] - a * offset[i] / 2);
            }

            return;
        }

        Factor(a, s, given);
        for (var k = 0; k < logarithms.Length; k++)
        {
            for (var i = 0; i < _size; i++)
                z[i] = _scale[i] * Offset(k)[i];
            Cholesky.Solve(_factor, z);
            logarithms[k] = 0;
            for (var i = 0; i < _size; i++)
                logarithms[k] += z[i] * (residual[i] - _scale[i] * Offset(k)[i] / 2);
        }
    }

    /// <summary>Writes the gradient by x of the sum of <see cref="Evidence"/>, each with its factor.</summary>
    public void EvidenceGradient(Span<double> dx, double a, double s, ReadOnlySpan<bool> given, ReadOnlySpan<double> factors)
    {
        Span<double> sum = stackalloc double[_size];
        sum.Clear();
        for (var k = 0; k < factors.Length; k++)
            Products.AddScaled(factors[k], Offset(k), sum);
        dx.Clear();
        if (!given.Contains(true))
        {
            for (var k = 0; k < _size; k++)
                Products.AddScaled(Weight(k, a, s) * Products.Dot(Direction(k), sum), Direction(k), dx);
            return;
        }

        Factor(a, s, given);
        for (var i = 0; i < _size; i++)
            dx[i] = _scale[i] * sum[i];
        Cholesky.Solve(_factor, dx);
    }

    private void Shrink(ReadOnlySpan<double> z, double a, double s, Span<double> sum)
    {
        for (var k = 0; k < _size; k++)
            Products.AddScaled(variances[k] * Weight(k, a, s) * Products.Dot(Direction(k), z), Direction(k), sum);
    }

    private Span<double> Direction(int k) => directions.AsSpan(k * _size, _size);

    private Span<double> Offset(int k) => offsets.AsSpan(k * _size, _size);

    // Of a direction, where nothing is given: a/(a²·λ + s²).
    private double Weight(int k, double a, double s) => a / (a * a * variances[k] + s * s);

    // K, anew where a level or what is given is another than before.
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
