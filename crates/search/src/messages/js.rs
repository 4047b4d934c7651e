//! Conversion of messages to and from JavaScript values, as `postMessage` takes them.
//!
//! The values are those of `serde-wasm-bindgen`. Its `from_value` is replaced because it formats error messages, and that needs
//! 11 KB of compressed WebAssembly, mostly to print floating-point numbers: a sixth of the worker.

use std::fmt;

use js_sys::{Array, Object};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, IntoDeserializer, Visitor, value},
    forward_to_deserialize_any,
};
use wasm_bindgen::{JsCast, JsValue};

/// Converts a message to a JavaScript value.
pub fn to_js(message: &impl Serialize) -> Result<JsValue, JsValue> {
    serde_wasm_bindgen::to_value(message).map_err(JsValue::from)
}

/// Converts a JavaScript value to a message.
pub fn from_js<'de, T: Deserialize<'de>>(value: JsValue) -> Result<T, InvalidMessage> {
    T::deserialize(Value(value))
}

/// A JavaScript value that is not the expected message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidMessage;

impl std::error::Error for InvalidMessage {}

impl fmt::Display for InvalidMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the message is invalid: are page and worker of the same version?")
    }
}

impl de::Error for InvalidMessage {
    fn custom<T: fmt::Display>(_: T) -> InvalidMessage {
        InvalidMessage
    }
}

/// Deserializes only the types that messages have.
struct Value(JsValue);

impl IntoDeserializer<'_, InvalidMessage> for Value {
    type Deserializer = Value;

    fn into_deserializer(self) -> Value {
        self
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = InvalidMessage;

    /// Messages have no values of unknown types.
    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, InvalidMessage> {
        Err(InvalidMessage)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidMessage> {
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidMessage> {
        visitor.visit_bool(self.0.as_bool().ok_or(InvalidMessage)?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidMessage> {
        let number = self.0.as_f64().ok_or(InvalidMessage)?;
        let integer = number as u32;
        if f64::from(integer) == number { visitor.visit_u32(integer) } else { Err(InvalidMessage) }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidMessage> {
        visitor.visit_string(self.0.as_string().ok_or(InvalidMessage)?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidMessage> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidMessage> {
        if self.0.is_undefined() || self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidMessage> {
        let array: Array = self.0.dyn_into().map_err(|_| InvalidMessage)?;
        visitor.visit_seq(value::SeqDeserializer::new(array.into_iter().map(Value)))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, InvalidMessage> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, InvalidMessage> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidMessage> {
        visitor.visit_map(entries(self.0)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, InvalidMessage> {
        match self.0.as_string() {
            Some(variant) => visitor.visit_enum(variant.into_deserializer()),
            None => visitor.visit_enum(value::MapAccessDeserializer::new(entries(self.0)?)),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 u64 f32 f64 char str bytes byte_buf unit unit_struct newtype_struct tuple_struct
    }
}

/// Returns the keys and values of an object.
fn entries<'de>(
    value: JsValue,
) -> Result<value::MapDeserializer<'de, impl Iterator<Item = (Value, Value)>, InvalidMessage>, InvalidMessage> {
    let object = value.dyn_into::<Object>().map_err(|_| InvalidMessage)?;
    let entries = Object::entries(&object).into_iter().map(|entry| {
        let entry: Array = entry.unchecked_into();
        (Value(entry.get(0)), Value(entry.get(1)))
    });
    Ok(value::MapDeserializer::new(entries))
}
