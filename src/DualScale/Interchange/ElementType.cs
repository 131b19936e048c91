namespace DualScale.Interchange;

/// <summary>The element types of safetensors files that are read here.</summary>
public enum ElementType
{
    /// <summary>32-bit floats.</summary>
    F32,

    /// <summary>64-bit floats.</summary>
    F64,

    /// <summary>64-bit signed integers.</summary>
    I64,
}
