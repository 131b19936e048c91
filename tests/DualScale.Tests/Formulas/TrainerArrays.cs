using DualScale.Numerics;
using DualScale.Numerics.Kernels;
using DualScale.Training;

namespace DualScale.Tests.Formulas;

/// <summary>Arrays of a training by name.</summary>
internal static unsafe class TrainerArrays
{
    /// <summary>Sets an array and its average before the first step.</summary>
    public static void Put(this Trainer trainer, string name, float[] values)
    {
        var parameter = Find(trainer, name);
        parameter.CopyFrom<float>(trainer.Weights.Pointer + parameter.Offset, values);
        parameter.CopyFrom<float>(trainer.Optimizer.Average.Pointer + parameter.Offset, values);
        trainer.RestoreStep(trainer.Step);
    }

    /// <summary>Sets an array between two steps, and leaves its average.</summary>
    public static void Replace(this Trainer trainer, string name, float[] values)
    {
        var average = Averaged(trainer, name);
        trainer.Put(name, values);
        var parameter = Find(trainer, name);
        parameter.CopyFrom<float>(trainer.Optimizer.Average.Pointer + parameter.Offset, average);
    }

    public static float[] Weights(this Trainer trainer, string name) => Read(trainer, name, trainer.Weights);

    public static float[] Averaged(this Trainer trainer, string name) => Read(trainer, name, trainer.Optimizer.Average);

    public static float[] FirstMoment(this Trainer trainer, string name) => Read(trainer, name, trainer.Optimizer.FirstMoment);

    public static IEnumerable<Parameter> Learned(this Trainer trainer) =>
        trainer.Parameters.Where(parameter => parameter.Group != ParameterGroup.Constant);

    private static float[] Read(Trainer trainer, string name, AlignedBuffer<float> block)
    {
        var parameter = Find(trainer, name);
        var plain = new float[parameter.Count];
        parameter.CopyTo(block.Pointer + parameter.Offset, plain);
        return plain;
    }

    private static Parameter Find(Trainer trainer, string name) => trainer.Parameters.Single(parameter => parameter.Name == name);
}
