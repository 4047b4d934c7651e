//! From JSON to the types of the edition, by the browser's own parser.
//!
//! Structs are read field by field in the order of their declaration, which needs a fraction of the code
//! that reading them in the order of the file takes: serde_json made up a fifth of the WebAssembly.

use std::fmt;

use js_sys::{Array, JSON, Object, Reflect};
use serde::{
    Deserializer, de,
    de::{DeserializeOwned, DeserializeSeed, Expected, IntoDeserializer, Unexpected, Visitor, value::StringDeserializer},
    forward_to_deserialize_any,
};
use wasm_bindgen::JsValue;

/// Reads a value. The error says which field is wrong, and what should be there.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    from_value(JSON::parse(text).map_err(|_| "it is not JSON".to_owned())?)
}

/// The same for what was parsed already.
pub(super) fn from_value<T: DeserializeOwned>(value: JsValue) -> Result<T, String> {
    T::deserialize(Json(value)).map_err(|error| error.0)
}

#[derive(Debug)]
struct Error(String);

impl Error {
    /// Names the field, from the inside out.
    #[cold]
    #[inline(never)]
    fn within(self, field: &str) -> Error {
        Error([field, ": ", &self.0].concat())
    }

    #[cold]
    #[inline(never)]
    fn expected(what: &dyn Expected) -> Error {
        Error(format!("expected {what}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// What was found instead is not said: to print any number takes more code than to read all of JSON.
impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Error {
        Error(message.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Error {
        Error::expected(expected)
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Error {
        Error::expected(expected)
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Error {
        Error("it is missing".to_owned())
    }

    fn unknown_variant(variant: &str, _: &'static [&'static str]) -> Error {
        Error(["nobody knows ", variant].concat())
    }
}

struct Json(JsValue);

impl Json {
    #[inline(never)]
    fn fields(self, fields: &'static [&'static str]) -> Option<Fields> {
        let is_struct = self.0.is_object() && !Array::is_array(&self.0);
        is_struct.then(|| Fields { object: self.0, fields: fields.iter() })
    }

    fn wrong<'de, V: Visitor<'de>>(visitor: &V) -> Error {
        Error::expected(visitor)
    }
}

impl<'de> Deserializer<'de> for Json {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_string() { self.deserialize_string(visitor) } else { self.deserialize_map(visitor) }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.as_string() {
            Some(text) => visitor.visit_string(text),
            None => Err(Json::wrong(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.as_bool() {
            Some(truth) => visitor.visit_bool(truth),
            None => Err(Json::wrong(&visitor)),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.as_f64() {
            Some(number) if number >= 0.0 => visitor.visit_u32(number as u32),
            _ => Err(Json::wrong(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if is_absent(&self.0) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    #[inline(never)]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if !Array::is_array(&self.0) {
            return Err(Json::wrong(&visitor));
        }
        visitor.visit_seq(List { list: self.0.into(), next: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if !self.0.is_object() {
            return Err(Json::wrong(&visitor));
        }
        let object: Object = self.0.into();
        visitor.visit_map(Entries { keys: Object::keys(&object), object, next: 0 })
    }

    #[inline(never)]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.fields(fields) {
            Some(fields) => visitor.visit_seq(fields),
            None => Err(Json::wrong(&visitor)),
        }
    }

    /// A variant is a text, or an object with one field.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if let Some(name) = self.0.as_string() {
            return visitor.visit_enum(Variant { name, value: JsValue::UNDEFINED });
        }
        let keys: Array = if self.0.is_object() { Object::keys(&Object::from(self.0.clone())) } else { Array::new() };
        match keys.get(0).as_string() {
            Some(name) => {
                let value = get(&self.0, &name);
                visitor.visit_enum(Variant { name, value })
            }
            None => Err(Json::wrong(&visitor)),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

fn is_absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// The fields of a struct. One that is absent is skipped: the struct then takes its default, or says that
/// it has none.
struct Fields {
    object: JsValue,
    fields: std::slice::Iter<'static, &'static str>,
}

impl Fields {
    /// The next field; none if it is absent, or if there is no further one.
    #[inline(never)]
    fn next(&mut self) -> Option<(&'static str, Json)> {
        let field = self.fields.next()?;
        let value = get(&self.object, field);
        (!is_absent(&value)).then_some((*field, Json(value)))
    }
}

impl<'de> de::SeqAccess<'de> for Fields {
    type Error = Error;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        match self.next() {
            Some((field, value)) => seed.deserialize(value).map(Some).map_err(|error| error.within(field)),
            None => Ok(None),
        }
    }
}

struct List {
    list: Array,
    next: u32,
}

impl<'de> de::SeqAccess<'de> for List {
    type Error = Error;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if self.next >= self.list.length() {
            return Ok(None);
        }
        self.next += 1;
        seed.deserialize(Json(self.list.get(self.next - 1))).map(Some)
    }
}

struct Entries {
    object: Object,
    keys: Array,
    next: u32,
}

impl<'de> de::MapAccess<'de> for Entries {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if self.next >= self.keys.length() {
            return Ok(None);
        }
        self.next += 1;
        seed.deserialize(Json(self.keys.get(self.next - 1))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Json(Reflect::get(&self.object, &self.keys.get(self.next - 1)).unwrap_or_default()))
    }
}

struct Variant {
    name: String,
    value: JsValue,
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = Json;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Json), Error> {
        let name: StringDeserializer<Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Json(self.value)))
    }
}

impl<'de> de::VariantAccess<'de> for Json {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.deserialize_struct("", fields, visitor)
    }
}
